import { expect, test } from 'vitest'
import { param, paramValues } from '../../libvirt/index.ts'
import { hostCounters, readCounters } from './counters.ts'

const none = {
  cpuNs: null,
  residentKiB: null,
  readBytes: null,
  writtenBytes: null,
  receivedBytes: null,
  sentBytes: null,
}

test('what is not told is unknown, not nothing', () => {
  expect(readCounters(paramValues([]))).toEqual(none)
  const off = [param.uint('block.count', 1), param.ullong('block.0.capacity', 7)]
  expect(readCounters(paramValues(off))).toEqual(none)
})

test('disks and interfaces count together', () => {
  const told = [
    param.ullong('cpu.time', 5),
    param.ullong('balloon.rss', 1024),
    param.uint('block.count', 2),
    param.ullong('block.0.rd.bytes', 1),
    param.ullong('block.1.rd.bytes', 2),
    param.ullong('block.1.wr.bytes', 4),
    param.uint('net.count', 2),
    param.ullong('net.0.rx.bytes', 8),
    param.ullong('net.1.rx.bytes', 16),
    param.ullong('net.0.tx.bytes', 0),
  ]
  expect(readCounters(paramValues(told))).toEqual({
    cpuNs: 5,
    residentKiB: 1024,
    readBytes: 3,
    writtenBytes: 4,
    receivedBytes: 24,
    sentBytes: 0,
  })
})

test('a hundred days of processor time are no unknown', () => {
  const ns = 2n ** 54n
  expect(readCounters(paramValues([param.ullong('cpu.time', ns)])).cpuNs).toBe(Number(ns))
})

test('a host that claims four thousand million disks holds up nobody', () => {
  const told = [param.uint('block.count', 2 ** 32 - 1), param.ullong('block.0.rd.bytes', 7)]
  const started = performance.now()
  expect(readCounters(paramValues(told)).readBytes).toBe(7)
  expect(performance.now() - started).toBeLessThan(1_000)
})

const stats = (fields: Record<string, number | bigint>) => ({
  params: Object.entries(fields).map(([field, value]) => ({ field, value })),
})

test('a host is busy but for idling and waiting', () => {
  const cpu = stats({ kernel: 1, user: 2, idle: 30n, iowait: 4 })
  const memory = stats({ total: 100, free: 20, buffers: 5, cached: 15 })
  expect(hostCounters(cpu, memory)).toEqual({ cpu: { busyNs: 3, totalNs: 37 }, usedMemoryKiB: 60 })
})

test('a host that tells something else, or nothing, is unknown', () => {
  const unknown = { cpu: null, usedMemoryKiB: null }
  expect(hostCounters(null, null)).toEqual(unknown)
  expect(hostCounters(stats({ utilization: 7 }), stats({ available: 9 }))).toEqual(unknown)
})
