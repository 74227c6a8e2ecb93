import type { Machine } from '../../../contract/machine.ts'
import type { MachineSummary } from '../../../contract/machine-page.ts'

/** A whole machine as a row of the table has it. */
export function summaryOf(machine: Machine): MachineSummary {
  const { podyard, blockdevice_set: disks } = machine
  return {
    ...machine,
    domain_state: podyard.domain_state,
    creation: podyard.creation,
    live: podyard.live,
    last_seen: podyard.last_seen,
    disk_count: disks.length,
    unknown_disk_count: disks.filter(({ size }) => size === null).length,
    mac_addresses: machine.interface_set.map(({ mac_address }) => mac_address),
    zone: machine.zone.name,
    pool: machine.pool.name,
    pod: { id: machine.pod?.id ?? 0, name: machine.pod?.name ?? '' },
  }
}
