import type { Drift } from '../contract/drift.ts'
import { addOwners, createOwners, podDrift } from '../contract/rules/drift.ts'
import type { MachineRow, PodRow } from './db.ts'

/** Of one pod alone: what it shares with others is not looked for, or a list of pods would take seconds. */
export function driftOf(row: PodRow, machines: readonly MachineRow[]): Drift[] {
  const { host, lost_storage_pools: lost = [] } = row
  const pod = {
    ...row,
    cores: host.cores,
    memoryMiB: host.memoryMiB,
    pools: host.storagePools,
    lost,
  }
  const described = machines.map((machine) =>
    Object.assign({ memory_mib: machine.memory }, machine),
  )
  const owners = createOwners()
  addOwners(owners, described)
  return podDrift(pod, described, owners)
}
