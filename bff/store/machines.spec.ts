import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestClock } from '../testing/clock.ts'
import { peers, type Place } from '../testing/stores.ts'
import type { NewMachine } from './machines.ts'
import type { NewPod } from './pods.ts'
import { openStore, type Store } from './store.ts'

const clock = createTestClock()

const pod = (name: string): NewPod => ({
  name,
  type: 'virsh',
  power_address: 'qemu:///system',
  power_pass: null,
  zone_id: 1,
  pool_id: 0,
  tags: ['a', 'b'],
  cpu_over_commit_ratio: 0.3,
  memory_over_commit_ratio: 4.6,
  default_storage_pool: null,
  default_macvlan_mode: null,
  host_key: { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:x', pinned_at: '2026-01-01' },
  facts: null,
  last_seen: null,
  connection: {
    state: 'connecting',
    since: '2026-01-01T00:00:00.000Z',
    next_try: null,
    problem: null,
    transport: null,
  },
})

const machine = (pod_id: number, n: number, more: Partial<NewMachine> = {}): NewMachine => ({
  system_id: `sys${n}`,
  pod_id,
  domain_uuid: `uuid-${n}`,
  domain_name: `vm${n}`,
  hostname: `vm${n}`,
  status: 4,
  creation: 'pre_existing',
  owner_id: null,
  locked: false,
  zone_id: 1,
  pool_id: 0,
  tags: ['virtual'],
  owner_data: {},
  architecture: 'amd64/generic',
  cpu_count: 2,
  memory_mib: 1024,
  domain_state: 'running',
  disks: [{ name: 'vda', size: 8e9, source: '/a', storage_pool: null, bus: 'virtio' }],
  interfaces: [
    {
      name: 'eth0',
      mac_address: `52:54:00:00:00:0${n}`,
      type: 'network',
      source: 'maas',
      model: null,
    },
  ],
  storage_bytes: 8e9,
  ...more,
})

describe.each(peers.filter((peer) => peer.available))('pods and machines on $name', (peer) => {
  let place: Place
  let store: Store

  beforeEach(async () => {
    place = await peer.make()
    store = await openStore(place.location, clock)
  })

  afterEach(async () => {
    await store.close()
    await place.remove()
  })

  const twoPods = () =>
    store.transaction(async (tx) => {
      const first = await tx.pods.create(pod('first'))
      const second = await tx.pods.create(pod('second'))
      if (!first || !second) throw new Error('two names, two pods')
      await tx.machines.create([
        machine(first.id, 1),
        machine(first.id, 2, { creation: 'manual', memory_mib: 2 ** 40 }),
        machine(second.id, 3),
      ])
      return [first, second] as const
    })

  test('a pod comes back as it was put in; its name is its own', async () => {
    const [first] = await twoPods()
    expect(await store.pods.byId(first.id)).toEqual(first)
    expect(first).toMatchObject(pod('first'))
    expect(await store.transaction((tx) => tx.pods.create(pod('first')))).toBeUndefined()
    expect((await store.pods.list()).map(({ name }) => name)).toEqual(['first', 'second'])
  })

  test('an update keeps what it does not name, and is told; a touch is not', async () => {
    const [first] = await twoPods()
    const { newest } = await store.changes.bounds()
    await store.transaction((tx) => tx.pods.update(first.id, { name: 'other' }))
    await store.transaction((tx) => tx.pods.touch([first.id], '2026-01-02T00:00:00.000Z'))
    expect(await store.pods.byId(first.id)).toEqual({
      ...first,
      name: 'other',
      last_seen: '2026-01-02T00:00:00.000Z',
    })
    const changes = await store.changes.since(newest, 10)
    expect(changes.map(({ change }) => [change.topic, change.action])).toEqual([['pod', 'updated']])
  })

  test('machines come back as they were put in, by hostname', async () => {
    const [first] = await twoPods()
    const machines = await store.machines.list()
    expect(machines.map(({ hostname }) => hostname)).toEqual(['vm1', 'vm2', 'vm3'])
    expect(machines[0]).toMatchObject({ ...machine(first.id, 1), owner: null })
  })

  test.each([
    ['hostname', { hostnames: ['vm1', 'vm3'] }, ['vm1', 'vm3']],
    ['MAC address, whatever its case', { macAddresses: ['52:54:00:00:00:02'] }, ['vm2']],
    ['part of a MAC address', { macAddresses: ['52:54:00'] }, []],
    ['a wildcard', { macAddresses: ['%'] }, []],
    ['id', { systemIds: ['sys2'] }, ['vm2']],
    ['zone', { zones: ['default'] }, ['vm1', 'vm2', 'vm3']],
    ['pool that is not', { pools: ['nowhere'] }, []],
    ['several at once', { zones: ['default'], hostnames: ['vm2'] }, ['vm2']],
    ['a page', { limit: 1, offset: 1 }, ['vm2']],
    ['all but the first', { offset: 1 }, ['vm2', 'vm3']],
  ])('filter by %s', async (_, query, hostnames) => {
    await twoPods()
    expect((await store.machines.list(query)).map(({ hostname }) => hostname)).toEqual(hostnames)
  })

  test('what the machines of a pod hold together', async () => {
    const [first, second] = await twoPods()
    const usage = await store.machines.usage()
    expect(usage.get(first.id)).toEqual({
      machines: 2,
      composed: 1,
      cores: 4,
      memoryMiB: 2 ** 40 + 1024,
    })
    expect(usage.get(second.id)?.machines).toBe(1)
  })

  test('two thousand machines fit into one transaction', async () => {
    const [first] = await twoPods()
    const many = Array.from({ length: 2_000 }, (_, index) =>
      machine(first.id, 0, {
        system_id: `m${index}`,
        domain_uuid: `u${index}`,
        hostname: `m${index}`,
      }),
    )
    await store.transaction((tx) => tx.machines.create(many))
    expect(await store.machines.ofPod(first.id)).toHaveLength(2_002)
    const taken = await store.machines.takenHostnames(['m5', 'new', 'vm1'])
    expect(taken).toEqual(new Set(['m5', 'vm1']))
    await store.transaction((tx) => tx.machines.delete(many))
    expect(await store.machines.ofPod(first.id)).toHaveLength(2)
  })

  test('machines go with their pod', async () => {
    const [first] = await twoPods()
    await store.transaction((tx) => tx.pods.delete(first.id))
    expect((await store.machines.list()).map(({ hostname }) => hostname)).toEqual(['vm3'])
  })
})
