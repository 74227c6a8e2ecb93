import { paramValues, type TypedParam } from '../../libvirt/index.ts'
import type { DomainState } from '../../contract/machine.ts'
import { readCounters } from './counters.ts'
import { domainState } from './derive.ts'
import type { MachineCounters } from './port.ts'

/** What bulk statistics tell about a domain; null where they do not. */
export type DomainFigures = {
  state: DomainState
  /** The most that it may have. */
  memoryKiB: number | null
  vcpus: number | null
  /** Capacity in bytes by target device; null when block statistics were not asked for. */
  diskBytes: ReadonlyMap<string, number> | null
  counters: MachineCounters
  /** Bytes that the disk takes up, by target device. */
  diskAllocations: ReadonlyMap<string, number>
}

/** Reads one record of connectGetAllDomainStats. */
export function readStats(params: readonly TypedParam[]): DomainFigures {
  const values = paramValues(params)
  // A whole number from 0 on, and exact. A host may send any type under any name, NaN included.
  const number = (field: string): number | null => {
    const value = values.get(field)
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null
  }
  const blocks = number('block.count')
  const diskBytes = new Map<string, number>()
  const diskAllocations = new Map<string, number>()
  // Whatever a host says, it has no more disks than it told figures of.
  const count = Math.min(blocks ?? 0, values.size)
  for (let index = 0; index < count; index += 1) {
    const name = values.get(`block.${index}.name`)
    const capacity = number(`block.${index}.capacity`)
    const allocation = number(`block.${index}.allocation`)
    if (typeof name !== 'string') continue
    if (capacity !== null) diskBytes.set(name, capacity)
    if (allocation !== null) diskAllocations.set(name, allocation)
  }
  return {
    state: domainState(number('state.state') ?? 0),
    memoryKiB: number('balloon.maximum'),
    vcpus: number('vcpu.maximum'),
    diskBytes: blocks === null ? null : diskBytes,
    counters: readCounters(values),
    diskAllocations,
  }
}
