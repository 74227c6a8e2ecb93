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
  expect(readStats([])).toMatchObject({
    state: 'nostate',
    memoryKiB: null,
    vcpus: null,
    diskBytes: null,
    diskAllocations: new Map(),
  })
})

test.each<TypedParam['value']>([
  { type: 'double', value: NaN },
  { type: 'double', value: 1.5 },
  { type: 'llong', value: -1 },
  { type: 'ullong', value: 2n ** 64n - 1n },
  { type: 'string', value: '7' },
  { type: 'boolean', value: true },
])('no amount is $type $value', (value) => {
  const fields = ['balloon.maximum', 'vcpu.maximum', 'block.count']
  expect(readStats(fields.map((field) => ({ field, value })))).toMatchObject({
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
