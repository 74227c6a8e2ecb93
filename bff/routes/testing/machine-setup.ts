/**
 * Machines on a host made of memory, with all that is done to them: on a fleet and a store of their own, anew for each
 * test. Importing it sets it up and takes it down.
 */
import { afterEach, beforeEach, vi } from 'vitest'
import type { FakeHost } from '../../fleet/testing/fake-hypervisor.ts'
import {
  addPod,
  clock,
  fleet,
  hypervisor,
  pass,
  secrets,
  store,
} from '../../fleet/testing/fleet-setup.ts'
import { someMachine } from '../../fleet/testing/some.ts'
import type { Call } from '../../handlers.ts'
import { createMachineJobs, type MachineJobs } from '../../services/machine-jobs.ts'
import type { MachinePatch } from '../../store/machines.ts'
import { machineRoutes } from '../machines.ts'

const address = 'qemu+ssh://admin@kvm.example/system'

export let host: FakeHost
export let podId: number
export let jobs: MachineJobs
export let machines: ReturnType<typeof machineRoutes>
export let broken: unknown[]
export let ada: Call
export let eve: Call

const callOf = (id: number, username: string, is_superuser: boolean): Call => ({
  user: { id, username, email: '', is_superuser },
  session: null,
  requestId: 'r1',
  ip: '192.0.2.1',
  signal: new AbortController().signal,
  setCookie: () => {},
})

beforeEach(async () => {
  host = hypervisor.add(address, [someMachine(1), someMachine(2, { state: 'running' })])
  podId = await addPod(address)
  for (const username of ['ada', 'eve']) {
    const is_superuser = username === 'ada'
    await store.users.create({ username, email: '', password_hash: '', is_superuser })
  }
  ada = callOf(1, 'ada', true)
  eve = callOf(2, 'eve', false)
  broken = []
  jobs = createMachineJobs((error) => broken.push(error))
  machines = machineRoutes({ store, fleet, secrets, clock, jobs })
  await fleet.start()
  await connected()
})

afterEach(async () => {
  await jobs.stop()
  if (broken.length > 0) throw new Error('Work rejected.', { cause: broken })
})

const connected = () =>
  vi.waitFor(async () => {
    await pass()
    if (!fleet.connection(podId)) throw new Error('It is not connected yet.')
  })
export const rowOf = async (uuid: string) => (await store.machines.ofPod(podId, [uuid]))[0]
export const idOf = async (uuid: string) => (await rowOf(uuid))?.system_id ?? ''
export const set = async (uuid: string, patch: MachinePatch) => {
  const row = await rowOf(uuid)
  if (row) await store.transaction((tx) => tx.machines.update(row, patch))
}
export const off = async () => ({ system_id: await idOf('uuid-1') })
export const on = async () => ({ system_id: await idOf('uuid-2') })
export const audited = async () =>
  (await store.audit.latest(10)).map(({ action, detail }) => [action, detail])
export const becomes = (uuid: string, status: number) =>
  vi.waitFor(async () => {
    await pass()
    const now = (await rowOf(uuid))?.status
    if (now !== status) throw new Error(`Its status is ${now}, not ${status}.`)
  })
