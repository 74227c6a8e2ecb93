/** Rows in, the contract's machine out. */
import { apiRoot } from '../../contract/root.ts'
import { dnsDomain, type Machine, machineStatuses, powerOfDomain } from '../../contract/machine.ts'
import type { Group } from '../store/groups.ts'
import type { ListedMachine } from '../store/machines.ts'
import type { StoredPod } from '../store/pods.ts'
import { groupOf, podUri } from './pod-view.ts'
import { toResourcePool } from './resource-pools.ts'
import { toZone } from './zones.ts'

export type MachineSurroundings = {
  zones: ReadonlyMap<number, Group>
  resourcePools: ReadonlyMap<number, Group>
  pods: ReadonlyMap<number, StoredPod>
}

export const machineUri = (systemId: string) => `${apiRoot}machines/${systemId}/`

export function toMachine(machine: ListedMachine, around: MachineSurroundings): Machine {
  const pod = around.pods.get(machine.pod_id)
  return {
    system_id: machine.system_id,
    hostname: machine.hostname,
    description: machine.description,
    fqdn: `${machine.hostname}.${dnsDomain.name}`,
    domain: dnsDomain,
    resource_uri: machineUri(machine.system_id),
    node_type: 0,
    node_type_name: 'Machine',
    status: machine.status,
    status_name: machineStatuses[machine.status],
    status_message: machine.status_message,
    power_state: powerOfDomain[machine.domain_state],
    power_type: 'virsh',
    locked: machine.locked,
    owner: machine.owner ?? '',
    owner_data: machine.owner_data,
    architecture: machine.architecture,
    cpu_count: machine.cpu_count,
    cpu_speed: pod?.facts?.cpuSpeedMHz ?? 0,
    memory: machine.memory_mib,
    storage: machine.storage_bytes / 1e6,
    blockdevice_set: machine.disks,
    interface_set: machine.interfaces,
    ip_addresses: machine.ip_addresses,
    tag_names: machine.tags,
    zone: toZone(groupOf(around.zones, machine.zone_id)),
    pool: toResourcePool(groupOf(around.resourcePools, machine.pool_id)),
    pod: pod ? { id: pod.id, name: pod.name, resource_uri: podUri(pod.id) } : null,
    osystem: '',
    distro_series: '',
    podyard: {
      domain_uuid: machine.domain_uuid,
      domain_name: machine.domain_name,
      domain_state: machine.domain_state,
      creation: machine.creation,
      last_seen: pod?.last_seen ?? machine.updated_at,
      live: pod?.connection.state === 'connected',
    },
  }
}
