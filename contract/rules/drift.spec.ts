import { describe, expect, test } from 'vitest'
import { addOwners, createOwners, type DriftMachine, type DriftPod, podDrift } from './drift.ts'

const pool = (id: string, more: Partial<DriftPod['pools'][number]> = {}) => ({
  id,
  name: `pool-${id}`,
  state: 'running' as const,
  autostart: true,
  ...more,
})

const pod = (more: Partial<DriftPod> = {}): DriftPod => ({
  id: 1,
  cores: 8,
  memoryMiB: 8_192,
  cpu_over_commit_ratio: 1,
  memory_over_commit_ratio: 1,
  default_storage_pool: 'p',
  pools: [pool('p')],
  lost: [],
  ...more,
})

const disk = (more: Partial<DriftMachine['disks'][number]> = {}) => ({
  name: 'vda',
  size: 1e9,
  source: null,
  storage_pool: 'p',
  bus: 'virtio',
  ...more,
})

/** By pod id. */
const findDrift = (pods: DriftPod[], machines: DriftMachine[]) => {
  const owners = createOwners()
  addOwners(owners, machines)
  return new Map(
    pods.map((each) => {
      const own = machines.filter(({ pod_id }) => pod_id === each.id)
      return [each.id, podDrift(each, own, owners)] as const
    }),
  )
}

let made = 0
const machine = (more: Partial<DriftMachine> = {}): DriftMachine => {
  made += 1
  return {
    system_id: `id${made}`,
    hostname: `vm-${made}`,
    pod_id: 1,
    domain_uuid: `uuid-${made}`,
    domain_state: 'shutoff',
    status: 4,
    cpu_count: 1,
    memory_mib: 512,
    disks: [],
    interfaces: [],
    ...more,
  }
}

const found = (pods: DriftPod[], machines: DriftMachine[]) =>
  Object.fromEntries(
    [...findDrift(pods, machines)].map(([id, drift]) => [
      id,
      drift.map(({ kind, subjects }) => [kind, ...subjects.map(({ name }) => name)]),
    ]),
  )
const onOne = (machines: DriftMachine[], more: Partial<DriftPod> = {}) =>
  found([pod(more)], machines)[1]

test('a host that is as it should be has none', () => {
  expect(onOne([machine({ disks: [disk({ source: '/p/a' })] }), machine()])).toEqual([])
  expect(onOne([], { cores: null, memoryMiB: null, pools: [] })).toEqual([])
})

test('machines that are missing are named, by name', () => {
  const gone = ['b', 'a'].map((hostname) => machine({ hostname, status: 3 }))
  expect(onOne([...gone, machine()])).toEqual([['machine_missing', 'a', 'b']])
})

test('no more are named than one reads, but all are counted', () => {
  const [drift] =
    findDrift(
      [pod({ cores: null, memoryMiB: null })],
      Array.from({ length: 30 }, () => machine({ status: 3 })),
    ).get(1) ?? []
  expect(drift?.subjects).toHaveLength(20)
  expect(drift?.title).toBe('30 machines are missing on the host.')
})

describe('between two hosts', () => {
  const nic = (mac_address: string) => [{ mac_address }]

  test('a domain that both have is told on both; its addresses are not told again', () => {
    const [a, b] = [1, 2].map((pod_id) =>
      machine({
        pod_id,
        domain_uuid: 'same',
        hostname: `on-${pod_id}`,
        interfaces: nic('52:54:00:00:00:01'),
      }),
    )
    if (!a || !b) throw new Error('made above')
    expect(found([pod(), pod({ id: 2 })], [a, b])).toEqual({
      1: [['defined_twice', 'on-1']],
      2: [['defined_twice', 'on-2']],
    })
    expect(found([pod()], [a, { ...b, pod_id: 1, status: 3 }])[1]).toEqual([
      ['machine_missing', 'on-2'],
    ])
  })

  test('an address that two machines have is told, whatever its case', () => {
    const a = machine({ hostname: 'a', interfaces: nic('52:54:00:aa:00:01') })
    const b = machine({ hostname: 'b', pod_id: 2, interfaces: nic('52:54:00:AA:00:01') })
    expect(found([pod(), pod({ id: 2 })], [a, b])).toEqual({
      1: [['mac_shared', 'a']],
      2: [['mac_shared', 'b']],
    })
    expect(onOne([{ ...a, interfaces: [...a.interfaces, ...a.interfaces] }])).toEqual([])
  })

  test('a path that machines of two hosts have is no shared disk; of one host it is', () => {
    const disks = [disk({ source: '/p/x' })]
    const [a, b] = ['a', 'b'].map((hostname) => machine({ hostname, disks }))
    if (!a || !b) throw new Error('made above')
    expect(found([pod(), pod({ id: 2 })], [a, { ...b, pod_id: 2 }])).toEqual({ 1: [], 2: [] })
    expect(onOne([a, b])).toEqual([['disk_shared', 'a', 'b']])
  })
})

describe('a disk without a size', () => {
  const lacking = (more: Partial<DriftMachine> = {}) =>
    machine({ hostname: 'vm', disks: [disk({ source: '/p/a', size: null })], ...more })

  test('is missing where its pool runs', () => {
    expect(onOne([lacking()])).toEqual([['disk_missing', 'vm']])
  })

  test('is unknown where its pool does not run, or is not known', () => {
    expect(onOne([lacking()], { pools: [pool('p', { state: 'inactive' })] })).toEqual([
      ['pool_inactive', 'vm'],
    ])
    expect(
      onOne([machine({ disks: [disk({ size: null, storage_pool: null, source: '/x' })] })]),
    ).toEqual([])
    expect(onOne([machine({ disks: [disk({ size: null })] })])).toEqual([])
  })

  test('is unknown where even a machine that runs has none: the host could not be asked', () => {
    const running = machine({
      domain_state: 'running',
      disks: [disk({ source: '/p/b', size: null })],
    })
    expect(onOne([lacking(), running])).toEqual([])
  })
})

describe('a storage pool', () => {
  test('that is gone is told where it was the default', () => {
    const lost = [{ name: 'old', path: '/old', was_default: true }]
    expect(onOne([], { lost })).toEqual([['default_pool_missing']])
    const [drift] = findDrift([pod({ lost })], []).get(1) ?? []
    expect(drift?.meaning).toBe('New disks go to pool-p until you choose.')
  })

  test('that is gone is told where machines have disks in it, and not where nobody needs it', () => {
    const lost = [{ name: 'old', path: '/old/', was_default: false }]
    const within = machine({
      hostname: 'in',
      disks: [disk({ source: '/old/a', storage_pool: null })],
    })
    const beside = machine({ disks: [disk({ source: '/older/a', storage_pool: null })] })
    expect(onOne([within, beside], { lost })).toEqual([['pool_missing', 'in']])
    expect(onOne([beside], { lost })).toEqual([])
  })

  test.each([
    ['the default', { autostart: false }, 'p', true],
    ['one that starts by itself', { autostart: true }, null, true],
    ['one that is meant to rest', { autostart: false }, null, false],
  ])('that is not active: %s', (_, more, default_storage_pool, told) => {
    const pools = [pool('p', { state: 'inactive', ...more })]
    expect(onOne([], { pools, default_storage_pool })).toEqual(told ? [['pool_inactive']] : [])
  })
})

test('more allocated than over commit allows is told, of each kind by itself', () => {
  expect(onOne([machine({ cpu_count: 9 })])).toEqual([['cores_over_limit']])
  expect(onOne([machine({ memory_mib: 8_193 })])).toEqual([['memory_over_limit']])
  expect(onOne([machine({ cpu_count: 8, memory_mib: 8_192 })])).toEqual([])
  expect(onOne([machine({ cpu_count: 9 })], { cpu_over_commit_ratio: 1.2 })).toEqual([])
})
