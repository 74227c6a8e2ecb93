import type { TypedValue } from '../../libvirt/index.ts'
import type { HostCounters, MachineCounters } from './port.ts'

type Values = ReadonlyMap<string, TypedValue>

/**
 * A counter from 0 on. Nanoseconds of all cores pass 2^53 within days, where they come as a bigint; what rounding
 * takes from them is less than a millisecond.
 */
function counter(value: TypedValue | undefined): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null
}

/** The counters of one record of connectGetAllDomainStats; those of groups that were not asked for are null. */
export const readCounters = (values: Values): MachineCounters => ({
  cpuNs: counter(values.get('cpu.time')),
  residentKiB: counter(values.get('balloon.rss')),
  readBytes: total(values, 'block', 'rd.bytes'),
  writtenBytes: total(values, 'block', 'wr.bytes'),
  receivedBytes: total(values, 'net', 'rx.bytes'),
  sentBytes: total(values, 'net', 'tx.bytes'),
})

/** Of all disks or interfaces together. Null where not one of them is told: a machine that is off tells sizes only. */
function total(values: Values, group: 'block' | 'net', field: string): number | null {
  // Whatever a host says, it has no more of them than it told figures of.
  const count = Math.min(counter(values.get(`${group}.count`)) ?? 0, values.size)
  let sum: number | null = null
  for (let index = 0; index < count; index += 1) {
    const value = counter(values.get(`${group}.${index}.${field}`))
    if (value !== null) sum = (sum ?? 0) + value
  }
  return sum
}

type NodeStats = { params: readonly { field: string; value: number | bigint }[] }

/** What nodeGetCpuStats and nodeGetMemoryStats tell; null for what the host refused. */
export function hostCounters(cpu: NodeStats | null, memory: NodeStats | null): HostCounters {
  const { kernel, user, idle, iowait = 0 } = byField(cpu)
  const { total: all, free, buffers = 0, cached = 0 } = byField(memory)
  const busyNs = kernel === undefined || user === undefined ? null : kernel + user
  return {
    cpu: busyNs === null || idle === undefined ? null : { busyNs, totalNs: busyNs + idle + iowait },
    usedMemoryKiB: all === undefined || free === undefined ? null : all - free - buffers - cached,
  }
}

const byField = (stats: NodeStats | null): Partial<Record<string, number>> =>
  Object.fromEntries((stats?.params ?? []).map(({ field, value }) => [field, Number(value)]))
