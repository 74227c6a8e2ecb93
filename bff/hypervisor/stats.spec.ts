import { expect, test } from 'vitest'
import type { TypedParam } from '../../libvirt/index.ts'
import { readStats } from './stats.ts'

const uint = (field: string, value: number): TypedParam => ({
  field,
  value: { type: 'uint', value },
})
const string = (field: string, value: string): TypedParam => ({
  field,
  value: { type: 'string', value },
})

test('figures that are not told are unknown', () => {
  expect(readStats([])).toEqual({
    state: 'nostate',
    memoryKiB: null,
    vcpus: null,
    diskBytes: null,
  })
})

test('a host that claims four thousand million disks holds up nobody', () => {
  const started = performance.now()
  const { diskBytes } = readStats([
    uint('block.count', 2 ** 32 - 1),
    string('block.0.name', 'vda'),
    uint('block.0.capacity', 7),
  ])
  expect(diskBytes).toEqual(new Map([['vda', 7]]))
  expect(performance.now() - started).toBeLessThan(2_000)
})
