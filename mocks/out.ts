/** Rows in, the contract's objects out. */
import { apiRoot } from '../contract/root.ts'
import { dnsDomain, type Machine, machineStatuses, powerOfDomain } from '../contract/machine.ts'
import type { Pod, Resources } from '../contract/pod.ts'
import { type Db, iso, type MachineRow, type PodRow } from './db.ts'
import { driftOf } from './drift.ts'
import { defaultPoolId } from './resource-pool.ts'
import { defaultZoneId } from './zone.ts'

export function podOut(row: PodRow, db: Db): Pod {
  const machines = db.machines.filter((machine) => machine.pod_id === row.id)
  const running = row.host.storagePools.filter((pool) => pool.state === 'running')
  const total: Resources = {
    cores: row.host.cores,
    memory: row.host.memoryMiB,
    local_storage: sum(running, (pool) => pool.total),
  }
  const used: Resources = {
    cores: sum(machines, (machine) => machine.cpu_count),
    memory: sum(machines, (machine) => machine.memory),
    local_storage: sum(running, (pool) => pool.used),
  }
  return {
    id: row.id,
    name: row.name,
    tags: row.tags,
    type: row.type,
    resource_uri: podUri(row.id),
    architectures: [row.host.architecture],
    capabilities: ['composable', 'dynamic_local_storage', 'over_commit', 'storage_pools'],
    total,
    used,
    available: {
      cores: total.cores - used.cores,
      memory: total.memory - used.memory,
      local_storage: total.local_storage - used.local_storage,
    },
    zone: zoneOf(row, db),
    pool: poolOf(row, db),
    cpu_over_commit_ratio: row.cpu_over_commit_ratio,
    memory_over_commit_ratio: row.memory_over_commit_ratio,
    storage_pools: running.map((pool) => ({
      id: pool.id,
      name: pool.name,
      type: pool.type,
      path: pool.path ?? '',
      total: pool.total ?? 0,
      used: pool.used ?? 0,
      available: pool.available ?? 0,
      default: pool.id === row.default_storage_pool,
    })),
    host: { system_id: null, __incomplete__: true },
    default_macvlan_mode: row.default_macvlan_mode,
    podyard: {
      power_address: row.power_address,
      has_password: row.power_pass !== '',
      default_storage_pool: row.default_storage_pool,
      connection: { ...row.connection, last_seen: lastSeen(row, db) },
      host_key: row.host_key,
      hostname: row.host.hostname,
      cpu_speed: row.host.cpuSpeedMHz,
      libvirt_version: row.host.libvirtVersion,
      qemu_version: row.host.qemuVersion,
      machine_count: machines.length,
      composed_count: machines.filter(isComposed).length,
      storage_pools: row.host.storagePools.map((pool) => ({
        ...pool,
        promised: pool.available === null ? null : promised(machines, pool.id),
        default: pool.id === row.default_storage_pool,
      })),
      drift: driftOf(row, machines),
      networks: row.host.networks.map(({ id, name, active, forward, bridge, dhcp }) => ({
        id,
        name,
        active,
        forward,
        bridge,
        dhcp,
      })),
    },
  }
}

export function machineOut(row: MachineRow, db: Db): Machine {
  const pod = db.pods.find((each) => each.id === row.pod_id)
  return {
    system_id: row.system_id,
    hostname: row.hostname,
    description: row.description ?? '',
    fqdn: `${row.hostname}.${dnsDomain.name}`,
    domain: dnsDomain,
    resource_uri: `${apiRoot}machines/${row.system_id}/`,
    node_type: 0,
    node_type_name: 'Machine',
    status: row.status,
    status_name: machineStatuses[row.status],
    status_message: row.status_message ?? '',
    power_state: powerOfDomain[row.domain_state],
    power_type: 'virsh',
    locked: row.locked ?? false,
    owner: row.owner,
    owner_data: row.owner_data ?? {},
    architecture: row.architecture,
    cpu_count: row.cpu_count,
    cpu_speed: pod?.host.cpuSpeedMHz ?? 0,
    memory: row.memory,
    storage: row.disks.reduce((total, disk) => total + (disk.size ?? 0), 0) / 1e6,
    blockdevice_set: row.disks,
    interface_set: row.interfaces,
    ip_addresses: row.ip_addresses,
    tag_names: row.tags,
    zone: zoneOf(row, db),
    pool: poolOf(row, db),
    pod: pod ? { id: pod.id, name: pod.name, resource_uri: podUri(pod.id) } : null,
    osystem: row.osystem,
    distro_series: row.distro_series,
    podyard: {
      domain_uuid: row.domain_uuid,
      domain_name: row.hostname,
      domain_state: row.domain_state,
      creation: row.creation,
      last_seen: (pod && lastSeen(pod, db)) ?? iso(db.now()),
      live: pod?.connection.state === 'connected',
    },
  }
}

const sum = <T>(items: T[], value: (item: T) => number | null) =>
  items.reduce((total, item) => total + (value(item) ?? 0), 0)

/** Bytes that thin disks may still grow by. */
const promised = (machines: readonly MachineRow[], pool: string) =>
  sum(
    machines.flatMap(({ thin, disks }) => (thin ? disks : [])),
    (disk) => (disk.storage_pool === pool ? disk.size : 0),
  )

export const isComposed = (row: MachineRow) => row.creation !== 'pre_existing'

const podUri = (id: number) => `${apiRoot}pods/${id}/`

/** A connected host has just spoken; of any other we know when it last did. */
export const lastSeen = (row: PodRow, db: Db) =>
  row.connection.state === 'connected' ? iso(db.now() - 1000) : row.connection.last_seen

type Grouped = { zone_id: number; pool_id: number }

export function zoneOf(row: Grouped, db: Db) {
  const zone =
    db.zones.find((each) => each.id === row.zone_id) ??
    db.zones.find((each) => each.id === defaultZoneId)
  if (!zone) throw new Error('The seed lacks the default zone.')
  return zone
}

export function poolOf(row: Grouped, db: Db) {
  const pool =
    db.resourcePools.find((each) => each.id === row.pool_id) ??
    db.resourcePools.find((each) => each.id === defaultPoolId)
  if (!pool) throw new Error('The seed lacks the default resource pool.')
  return pool
}
