import { expect, test } from 'vitest'
import type { MetricPoint } from '../metrics.ts'
import { topConsumers } from './top-consumers.ts'

const machine = (hostname: string, cpu_count: number, point: Partial<MetricPoint>) => ({
  system_id: hostname,
  hostname,
  cpu_count,
  point: {
    cpu_percent: null,
    memory_mib: null,
    disk_read_bytes_per_second: null,
    disk_write_bytes_per_second: null,
    network_receive_bytes_per_second: null,
    network_transmit_bytes_per_second: null,
    ...point,
  },
})

test('who keeps most cores busy is first, not who is nearest to his limit', () => {
  const top = topConsumers(
    [machine('small', 1, { cpu_percent: 100 }), machine('large', 8, { cpu_percent: 25 })],
    'cpu',
    5,
  )
  expect(top.map(({ hostname, cpu_cores }) => [hostname, cpu_cores])).toEqual([
    ['large', 2],
    ['small', 1],
  ])
})

test('reading and writing count together; who is unknown is not ranked', () => {
  const disk = (read: number | null, write: number | null) => ({
    disk_read_bytes_per_second: read,
    disk_write_bytes_per_second: write,
  })
  const top = topConsumers(
    [machine('a', 1, disk(5, 5)), machine('b', 1, disk(9, null)), machine('c', 1, disk(0, 11))],
    'disk',
    5,
  )
  expect(
    top.map(({ hostname, disk_bytes_per_second }) => [hostname, disk_bytes_per_second]),
  ).toEqual([
    ['c', 11],
    ['a', 10],
  ])
})

test('those with the same figure are ordered by name, and no more are told than asked for', () => {
  const all = ['c', 'a', 'b'].map((name) => machine(name, 1, { memory_mib: 512 }))
  expect(topConsumers(all, 'memory', 2).map(({ hostname }) => hostname)).toEqual(['a', 'b'])
})
