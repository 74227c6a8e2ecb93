import type { DomainState, MachineStatus } from '../../contract/machine.ts'
import type { MachineRow, PodRow } from '../db.ts'
import { hash, macAddress, systemId, uuid } from '../stable.ts'

export type MachineSeed = {
  hostname: string
  cores: number
  memoryMiB: number
  status?: MachineStatus
  state?: DomainState
  creation?: MachineRow['creation']
  owner?: string
  tags?: string[]
  disksGB?: number[]
}

const held = new Set<MachineStatus>([5, 6, 9, 10, 11, 12])

export function machine(pod: PodRow, seed: MachineSeed): MachineRow {
  const { status = 6, creation = 'manual', disksGB = [8] } = seed
  const key = `${pod.id}/${seed.hostname}`
  const state = seed.state ?? (status === 6 || status === 9 ? 'running' : 'shutoff')
  const deployed = status === 6
  return {
    system_id: systemId(key),
    hostname: seed.hostname,
    pod_id: pod.id,
    zone_id: pod.zone_id,
    pool_id: pod.pool_id,
    status,
    domain_state: state,
    domain_uuid: uuid(key),
    creation,
    owner: seed.owner ?? (held.has(status) && creation !== 'pre_existing' ? 'admin' : ''),
    tags: seed.tags ?? ['virtual'],
    architecture: pod.host.architecture,
    cpu_count: seed.cores,
    memory: seed.memoryMiB,
    disks: disksGB.map((size, index) => ({
      name: `vd${'abcdefgh'[index] ?? 'z'}`,
      size: size * 1e9,
      source: `/var/lib/libvirt/images/${seed.hostname}-${index}.qcow2`,
      storage_pool: pod.default_storage_pool,
      bus: 'virtio',
    })),
    interfaces: [
      {
        name: 'vnet0',
        mac_address: macAddress(key),
        type: 'network',
        source: 'maas',
        model: 'virtio',
      },
    ],
    ip_addresses:
      state === 'running' ? [`172.16.${pod.id % 250}.${(hash(seed.hostname) % 240) + 10}`] : [],
    osystem: deployed ? 'ubuntu' : '',
    distro_series: deployed ? 'noble' : '',
  }
}
