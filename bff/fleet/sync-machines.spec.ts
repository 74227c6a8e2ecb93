import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MachineFacts } from '../facts.ts'
import { openStore, type Store } from '../store/store.ts'
import { someMachine, somePod } from './testing/some.ts'
import { syncMachines } from './sync-machines.ts'

let store: Store
let folder: string
let podId: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-sync-'))
  store = await openStore({ dataDir: folder }, { now: () => new Date() })
  const pod = await store.transaction((tx) => tx.pods.create({ ...somePod, tags: ['rack-7'] }))
  podId = pod?.id ?? 0
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true })
})

const facts = (n: number, more: Partial<MachineFacts> = {}) =>
  someMachine(n, {
    cores: 1,
    memoryMiB: 512,
    disks: [
      { name: 'vda', size: 1e9, source: null, storage_pool: null, bus: null },
      { name: 'vdb', size: null, source: '/gone', storage_pool: null, bus: null },
    ],
    ...more,
  })

const everything = (...told: MachineFacts[]) =>
  store.transaction(async (tx) => {
    const pod = await tx.pods.byId(podId)
    if (pod) await syncMachines(tx.machines, pod, told, { complete: true })
  })

const some = (told: MachineFacts[], gone: string[]) =>
  store.transaction(async (tx) => {
    const pod = await tx.pods.byId(podId)
    if (pod) await syncMachines(tx.machines, pod, told, { complete: false, gone })
  })

/** The actions told by what `work` did. */
async function toldOf(work: () => Promise<void>) {
  const { newest } = await store.changes.bounds()
  await work()
  return (await store.changes.since(newest, 100)).map(({ change }) => change.action)
}

test('a new domain becomes a machine that is ready', async () => {
  await everything(facts(1))
  expect(await store.machines.ofPod(podId)).toEqual([
    expect.objectContaining({
      system_id: expect.stringMatching(/^[a-z0-9]{6}$/) as unknown,
      hostname: 'vm-1',
      status: 4,
      creation: 'pre_existing',
      tags: ['rack-7', 'virtual'],
      cpu_count: 1,
      memory_mib: 512,
      storage_bytes: 1e9,
    }),
  ])
})

test('what did not change is not written', async () => {
  await everything(facts(1), facts(2))
  expect(await toldOf(() => everything(facts(1), facts(2)))).toEqual([])
  expect(await toldOf(() => everything(facts(1, { state: 'running' }), facts(2)))).toEqual([
    'updated',
  ])
})

test('a domain keeps its machine over a rename and a redefinition', async () => {
  await everything(facts(1))
  const [before] = await store.machines.ofPod(podId)
  await some([facts(1, { name: 'renamed', cores: 8 })], [])
  expect(await store.machines.ofPod(podId)).toEqual([
    expect.objectContaining({
      system_id: before?.system_id,
      hostname: 'vm-1',
      domain_name: 'renamed',
      cpu_count: 8,
    }),
  ])
})

test('machines that are gone go; those not mentioned stay', async () => {
  await everything(facts(1), facts(2), facts(3))
  await some([facts(2, { state: 'running' })], ['uuid-3'])
  const left = await store.machines.ofPod(podId)
  expect(left.map(({ domain_uuid }) => domain_uuid).sort()).toEqual(['uuid-1', 'uuid-2'])
  await everything(facts(2))
  expect(await store.machines.ofPod(podId)).toHaveLength(1)
})

test('a domain that could not be described keeps what was known of it', async () => {
  await everything(facts(1))
  const blank = { described: false, architecture: '', disks: [], interfaces: [] }
  await some([facts(1, { ...blank, state: 'paused' })], [])
  const [machine] = await store.machines.ofPod(podId)
  expect(machine).toMatchObject({ domain_state: 'paused', architecture: 'amd64/generic' })
  expect(machine?.disks).toHaveLength(2)
})

test('a name that another domain has gets the pod’s behind it, then two words', async () => {
  await everything(
    facts(1, { name: 'web' }),
    facts(2, { name: 'WEB' }),
    facts(3, { name: 'größe' }),
  )
  await some([facts(4, { name: 'web' })], [])
  const machines = await store.machines.list()
  const hostnameOf = (n: number) =>
    machines.find(({ domain_uuid }) => domain_uuid === facts(n).uuid)?.hostname
  expect(hostnameOf(1)).toBe('web')
  expect(hostnameOf(2)).toBe('web-some-pod')
  expect(hostnameOf(3)).toMatch(/^[a-z]+-[a-z]+$/)
  expect(hostnameOf(4)).toMatch(/^[a-z]+-[a-z]+$/)
})

test('500 domains without usable names', async () => {
  await everything(...Array.from({ length: 500 }, (_, n) => facts(n, { name: `${n}` })))
  const machines = await store.machines.ofPod(podId)
  expect(new Set(machines.map(({ hostname }) => hostname)).size).toBe(500)
})

test('a machine that the host tells nothing about keeps its size', async () => {
  await everything(facts(1, { cores: 4, memoryMiB: 2_048 }))
  await everything(facts(1, { cores: 0, memoryMiB: 0, described: false }))
  expect(await store.machines.ofPod(podId)).toMatchObject([{ cpu_count: 4, memory_mib: 2_048 }])
})

test('sizes beyond every measure are kept as the largest, and hide no other machine', async () => {
  const disk = { name: 'vda', size: 2 ** 62, source: null, storage_pool: null, bus: null }
  await everything(
    facts(1, { disks: [disk, disk], memoryMiB: 2 ** 54 }),
    facts(2, { memoryMiB: 2 ** 54 }),
  )
  const listed = await store.machines.list()
  expect(listed.map((machine) => machine.storage_bytes)).toEqual([Number.MAX_SAFE_INTEGER, 1e9])
  expect((await store.machines.usage()).get(podId)?.machines).toBe(2)
})
