import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DiskRequest } from './constraints.ts'
import { capacity } from './overcommit.ts'
import { type MachineSize, placeMachines, type PodNumbers, roomOf, shortageOf } from './room.ts'
import { needsOf, placeDisks, type PoolRoom } from './storage-room.ts'

const GB = 1e9
const pool = (name: string, free: number | null, isDefault = false): PoolRoom => ({
  id: `uuid-${name}`,
  name,
  free,
  default: isDefault,
})

const pod = (over: Partial<PodNumbers> = {}): PodNumbers => ({
  id: 1,
  name: 'kvm1',
  cores: capacity(8, 1, 0),
  memory: capacity(16_384, 1, 0),
  pools: [pool('images', 100 * GB, true)],
  ...over,
})

const disk = (gigabytes: number, ...tags: string[]): DiskRequest => ({
  label: '',
  bytes: gigabytes * GB,
  tags,
})
const size = (cores: number, memoryMiB: number, ...disks: DiskRequest[]): MachineSize => ({
  cores,
  memoryMiB,
  disks,
})

describe('why a machine is refused', () => {
  test('over commit of both, in MAAS’s words, with the ratio counted in', () => {
    const full = pod({ cores: capacity(8, 0.5, 3), memory: capacity(16_384, 1.5, 24_000) })
    expect(shortageOf(full, size(2, 1024))).toEqual({
      bound: 'cores',
      message:
        'kvm1 has no room: 2 CPU cores asked for, 1 free (8 physical x 0.5 = 4, less 3 allocated); ' +
        '1024 MiB of memory asked for, 576 free (16384 physical x 1.5 = 24576, less 24000 allocated).',
      text:
        "Unable to compose KVM instance in 'kvm1'. " +
        'CPU overcommit ratio is 0.5 and there are 1 available resources; 2 requested.' +
        'Memory overcommit ratio is 1.5 and there are 576 available resources; 1024 requested.',
    })
  })

  test('equality is allowed', () => {
    expect(shortageOf(pod({ cores: capacity(8, 0.5, 3) }), size(1, 16_384))).toBeNull()
  })

  test('one machine larger than the host, whatever the ratio', () => {
    const large = pod({ cores: capacity(8, 10, 0) })
    expect(shortageOf(large, size(9, 1024))).toMatchObject({
      bound: 'host',
      field: 'cores',
      text: 'Ensure this value is less than or equal to 8.',
    })
  })

  test('a host that was never reached', () => {
    const unknown = pod({ cores: capacity(0, 1, 0) })
    expect(shortageOf(unknown, size(1, 1024))).toMatchObject({ bound: 'unknown' })
  })

  test.each([
    [[disk(101)], 'Not enough space in default storage pool: images'],
    [[disk(60), disk(41)], 'Not enough space in default storage pool: images'],
    [[disk(11, 'fast')], 'Not enough storage space on storage pools: fast'],
    [[disk(1, 'asleep')], 'The storage pool asleep is not running. Start it first.'],
  ])('too little storage: %#', (disks, message) => {
    const pools = [pool('images', 100 * GB, true), pool('fast', 10 * GB), pool('asleep', null)]
    expect(shortageOf(pod({ pools }), size(1, 1024, ...disks))).toMatchObject({
      bound: 'storage',
      message,
    })
  })
})

describe('where a disk goes', () => {
  const pools = [pool('a', 10 * GB), pool('b', 50 * GB), pool('c', 90 * GB)]
  const names = (disks: DiskRequest[], among: PoolRoom[]) => {
    const placement = placeDisks(disks, among)
    return placement.ok ? placement.disks.map((each) => each.pool.name) : placement.message
  }

  test('a tag that names a pool, by name or UUID; any other tag says nothing', () => {
    expect(names([disk(1, 'b'), disk(1, 'uuid-c'), disk(1, 'ssd')], pools)).toEqual(['b', 'c', 'a'])
  })

  test('without a default pool, the first that has room', () => {
    expect(names([disk(8), disk(8), disk(60)], pools)).toEqual(['a', 'b', 'c'])
    expect(names([disk(91)], pools)).toBe('Not enough storage space on any storage pools: a, b, c')
  })

  test('nowhere, where there is no pool', () => {
    expect(names([disk(1)], [])).toMatch(/no storage pool/)
  })
})

describe('how many more', () => {
  test('the worked example: four machines of 2 cores and 4 GB on 4 cores and 12 GB', () => {
    const host = pod({ cores: capacity(4, 2, 0), memory: capacity(12_288, 4 / 3, 0) })
    expect(roomOf(host, size(2, 4096, disk(8)))).toMatchObject({ room: 4 })
    expect(roomOf(host, size(2, 4096, disk(30)))).toEqual({
      id: 1,
      name: 'kvm1',
      room: 3,
      bound: 'storage',
      reason: 'Storage runs out first.',
    })
  })

  test('as many as can be placed one after the other', () => {
    const amount = fc.integer({ min: 1, max: 40 })
    const pools = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 4 })
    const disks = fc.array(fc.tuple(amount, fc.constantFrom('', 'p0', 'p1')), { maxLength: 3 })
    fc.assert(
      fc.property(pools, disks, fc.boolean(), (sizes, wanted, hasDefault) => {
        const host = pod({
          cores: capacity(64, 1, 0),
          memory: capacity(65_536, 1, 0),
          pools: sizes.map((free, index) =>
            pool(`p${index}`, free * GB, hasDefault && index === 0),
          ),
        })
        const one = size(1, 1024, ...wanted.map(([bytes, tag]) => disk(bytes, tag)))
        let left = host
        let count = 0
        while (!shortageOf(left, one)) {
          const placement = placeDisks(one.disks, left.pools)
          if (!placement.ok) throw new Error(placement.message)
          count += 1
          const taken = needsOf(placement.disks)
          left = pod({
            cores: capacity(64, 1, count),
            memory: capacity(65_536, 1, count * 1024),
            pools: left.pools.map(({ id, name, free, default: standard }) =>
              pool(name, (free ?? 0) - (taken.get(id) ?? 0), standard),
            ),
          })
        }
        expect(roomOf(host, one).room).toBe(count)
      }),
    )
  })
})

test('a plan fills pods without over commit first, then by id, and says where the rest finds no place', () => {
  const pods = [
    pod({ id: 1, name: 'over', cores: capacity(2, 2, 0) }),
    pod({ id: 3, name: 'third', cores: capacity(2, 1, 0) }),
    pod({ id: 2, name: 'second', cores: capacity(2, 1, 1) }),
  ]
  const plan = placeMachines(pods, size(1, 1024), 9)
  expect(plan.pods.map(({ name, placed }) => [name, placed])).toEqual([
    ['second', 1],
    ['third', 2],
    ['over', 4],
  ])
  expect(plan.placed).toBe(7)
  expect(placeMachines(pods, size(1, 1024), 2).pods.map(({ placed }) => placed)).toEqual([1, 1, 0])
})
