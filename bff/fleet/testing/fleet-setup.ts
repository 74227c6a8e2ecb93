/**
 * A fleet on fakes and a store of its own, anew for each test, with time that stands still until `pass`.
 * Importing it sets it up and takes it down.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { createSecrets } from '../../secrets.ts'
import type { NewPod } from '../../store/pods.ts'
import { openStore, type Store } from '../../store/store.ts'
import { createFleet, type Fleet } from '../fleet.ts'
import { createFakeHypervisor } from './fake-hypervisor.ts'
import { somePod } from './some.ts'

export const clock = { now: () => new Date() }
export const secrets = createSecrets(Buffer.alloc(32, 7))
const errors: object[] = []
export const log = {
  info: () => {},
  warn: () => {},
  error: (fields: object) => {
    errors.push(fields)
  },
}

let folder: string
export let store: Store
export let fleet: Fleet
export let hypervisor: ReturnType<typeof createFakeHypervisor>

beforeEach(async () => {
  vi.useFakeTimers({
    now: new Date('2026-01-01T00:00:00.000Z'),
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
  })
  folder = mkdtempSync(join(tmpdir(), 'podyard-fleet-'))
  store = await openStore({ dataDir: folder }, clock)
  hypervisor = createFakeHypervisor()
  fleet = createFleet({ store, hypervisor, secrets, clock, log, chance: () => 1 })
})

afterEach(async () => {
  await fleet.stop()
  await store.close()
  rmSync(folder, { recursive: true })
  vi.useRealTimers()
  if (errors.length > 0) throw new Error('logged as an error', { cause: errors.splice(0) })
})

export const addPod = async (address: string, more: Partial<NewPod> = {}) => {
  const pod = await store.transaction((tx) =>
    tx.pods.create({ ...somePod, name: address, power_address: address, ...more }),
  )
  return pod?.id ?? 0
}

/** Lets all that is ready happen, and so much time pass. */
export const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

export const connectionOf = async (id: number) => (await store.pods.byId(id))?.connection
export const statesOf = async (id: number) =>
  Object.fromEntries(
    (await store.machines.ofPod(id)).map((machine) => [machine.domain_uuid, machine.domain_state]),
  )
