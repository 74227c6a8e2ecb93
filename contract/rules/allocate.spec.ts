import { describe, expect, test } from 'vitest'
import { type Candidate, leastFirst, meets, noMachineText, readWish } from './allocate.ts'

const machine = (more: Partial<Candidate> = {}): Candidate => ({
  system_id: 'aaaaaa',
  hostname: 'web-1',
  fqdn: 'web-1.maas',
  status: 4,
  locked: false,
  owner: '',
  creation: 'manual',
  domain_state: 'shutoff',
  architecture: 'amd64/generic',
  cpu_count: 4,
  memory: 4096,
  tags: ['virtual', 'ssd'],
  zone: 'west',
  pool: 'farm',
  pod: { name: 'calm-otter', type: 'virsh' },
  disks: [
    { name: 'vda', size: 8e9, source: null, storage_pool: 'uuid-fast', bus: 'virtio' },
    { name: 'vdb', size: 50e9, source: null, storage_pool: 'uuid-slow', bus: 'virtio' },
    { name: 'vdc', size: null, source: null, storage_pool: null, bus: 'virtio' },
  ],
  storagePools: new Map([
    ['uuid-fast', 'fast'],
    ['uuid-slow', 'slow'],
  ]),
  interfaces: [
    {
      name: 'eth0',
      mac_address: '52:54:00:00:00:01',
      type: 'network',
      source: 'maas',
      model: null,
    },
    { name: 'eth1', mac_address: '52:54:00:00:00:02', type: 'bridge', source: 'br0', model: null },
  ],
  ...more,
})

type Input = Parameters<typeof readWish>[0]
const wish = (input: Input) => {
  const read = readWish(input)
  if (!read.ok) throw new Error(JSON.stringify(read.fieldErrors))
  return read.value
}

describe('what a machine meets', () => {
  test.each<[Input, boolean]>([
    [{}, true],
    [{ name: 'web-1' }, true],
    [{ name: 'web-1.maas' }, true],
    [{ name: 'web' }, false],
    [{ system_id: 'bbbbbb' }, false],
    [{ arch: ['amd64'] }, true],
    [{ arch: ['arm64', 'amd64/generic'] }, true],
    [{ arch: ['amd'] }, false],
    [{ cpu_count: 4, mem: 4096 }, true],
    [{ cpu_count: 5 }, false],
    [{ mem: 4097 }, false],
    [{ tags: ['ssd,virtual'] }, true],
    [{ tags: ['ssd', 'gpu'] }, false],
    [{ not_tags: ['gpu', 'ssd'] }, false],
    [{ zone: 'west', pool: 'farm' }, true],
    [{ zone: 'east' }, false],
    [{ not_in_zone: ['east', 'west'] }, false],
    [{ not_in_pool: ['farm'] }, false],
    [{ pod: 'calm-otter', not_pod: 'other', pod_type: 'virsh' }, true],
    [{ pod: 'other' }, false],
    [{ not_pod: 'calm-otter' }, false],
    [{ pod_type: 'lxd' }, false],
    [{ not_pod_type: 'virsh' }, false],
    [{ storage: 'root:8(local),data:40(slow)' }, true],
    [{ storage: '8,8' }, true],
    [{ storage: '8,8,1' }, false],
    [{ storage: 'root:9(fast)' }, false],
    [{ storage: '8(ssd)' }, false],
    [{ interfaces: 'a:network=maas;b:bridge=br0' }, true],
    [{ interfaces: 'a:name=br0' }, true],
    [{ interfaces: 'a:name=maas;b:name=maas' }, false],
    [{ interfaces: 'a:network=br0' }, false],
    [{ interfaces: 'a:mac=52:54:00:00:00:02' }, true],
  ])('%j: %s', (input, expected) => {
    expect(meets(machine(), wish(input))).toBe(expected)
  })
})

test.each<[Partial<Candidate>, boolean, boolean]>([
  [{ status: 10 }, false, false],
  [{ owner: 'ada' }, false, false],
  [{ locked: true }, false, false],
  [{ creation: 'pre_existing' }, true, true],
  [{ creation: 'pre_existing', domain_state: 'running' }, false, true],
  [{ creation: 'dynamic' }, false, true],
])('%j is to be had by anyone: %s, by name: %s', (more, any, named) => {
  expect(meets(machine(more), wish({}))).toBe(any)
  expect(meets(machine(more), wish({ name: 'web-1' }))).toBe(named)
})

test('the least that is enough comes first', () => {
  const small = machine({ hostname: 'b', cpu_count: 1 })
  const large = machine({ hostname: 'a', memory: 8192 })
  expect([large, machine(), small].sort(leastFirst).map((each) => each.hostname)).toEqual([
    'b',
    'web-1',
    'a',
  ])
})

test('MAAS’s words', () => {
  expect(noMachineText({ dry_run: true, comment: 'x' })).toBe('No machine available.')
  expect(noMachineText({ tags: ['a', 'b'], mem: 1, agent_name: 'x' })).toBe(
    'No available machine matches constraints: mem=1 tags=a,b',
  )
})
