/** Rows in, the contract's pod out. */
import { apiRoot } from '../../contract/root.ts'
import type { Pod, PodNetwork, Resources, StoragePoolDetails } from '../../contract/pod.ts'
import type { HostFacts, NetworkFacts, StoragePoolFacts } from '../facts.ts'
import type { Group } from '../store/groups.ts'
import type { PodUsage } from '../store/machines.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Promised } from '../store/reservations.ts'
import { toResourcePool } from './resource-pools.ts'
import { toZone } from './zones.ts'

/** MAAS's words for what a host reached through libvirt can do. */
const capabilities = ['composable', 'dynamic_local_storage', 'over_commit', 'storage_pools']

export type PodSurroundings = {
  zones: ReadonlyMap<number, Group>
  resourcePools: ReadonlyMap<number, Group>
  usage: ReadonlyMap<number, PodUsage>
  /** Bytes that machines being made hold of their pods' storage. */
  promised: ReadonlyMap<number, Promised>
}

export const podUri = (id: number) => `${apiRoot}pods/${id}/`

/** Of what MAAS has no calls for. */
export const podyardUri = (id: number) => `${apiRoot}podyard/pods/${id}/`

/** A group that rows refer to cannot be missing. */
export function groupOf(groups: ReadonlyMap<number, Group>, id: number): Group {
  const group = groups.get(id)
  if (!group) throw new Error(`There is no group ${id}.`)
  return group
}

const noUsage: PodUsage = { machines: 0, composed: 0, cores: 0, memoryMiB: 0 }

export function toPod(pod: StoredPod, around: PodSurroundings): Pod {
  const { facts } = pod
  const usage = around.usage.get(pod.id) ?? noUsage
  const pools = (facts?.storagePools ?? []).map((pool) =>
    toStoragePool(pool, pod, around.promised.get(pod.id)?.get(pool.uuid) ?? 0),
  )
  const running = pools.filter(({ state }) => state === 'running')
  const total = totalOf(facts, running)
  const used: Resources = {
    cores: usage.cores,
    memory: usage.memoryMiB,
    local_storage: sum(running, (pool) => pool.used),
  }
  return {
    id: pod.id,
    name: pod.name,
    tags: pod.tags,
    type: pod.type,
    resource_uri: podUri(pod.id),
    architectures: facts?.architecture ? [facts.architecture] : [],
    capabilities,
    total,
    used,
    available: {
      cores: total.cores - used.cores,
      memory: total.memory - used.memory,
      local_storage: total.local_storage - used.local_storage,
    },
    zone: toZone(groupOf(around.zones, pod.zone_id)),
    pool: toResourcePool(groupOf(around.resourcePools, pod.pool_id)),
    cpu_over_commit_ratio: pod.cpu_over_commit_ratio,
    memory_over_commit_ratio: pod.memory_over_commit_ratio,
    storage_pools: running.map(({ id, name, type, path, total: size, used: filled, ...pool }) => ({
      id,
      name,
      type,
      path: path ?? '',
      total: size ?? 0,
      used: filled ?? 0,
      available: pool.available ?? 0,
      default: pool.default,
    })),
    host: { system_id: null, __incomplete__: true },
    default_macvlan_mode: pod.default_macvlan_mode,
    podyard: {
      power_address: pod.power_address,
      has_password: pod.power_pass !== null,
      default_storage_pool: pod.default_storage_pool,
      connection: { ...pod.connection, last_seen: pod.last_seen },
      host_key: pod.host_key,
      hostname: facts?.hostname ?? null,
      cpu_speed: facts?.cpuSpeedMHz ?? null,
      libvirt_version: facts?.libvirtVersion ?? null,
      qemu_version: facts?.qemuVersion ?? null,
      machine_count: usage.machines,
      composed_count: usage.composed,
      storage_pools: pools,
      drift: pod.drift,
      networks: (facts?.networks ?? []).map(toNetwork),
    },
  }
}

/**
 * Two pools on one file system count twice, as in MAAS: libvirt does not tell which file system a pool is on, and equal
 * figures may as well be two equal disks.
 */
const totalOf = (facts: HostFacts | null, running: readonly StoragePoolDetails[]): Resources => ({
  cores: facts?.cores ?? 0,
  memory: facts?.memoryMiB ?? 0,
  local_storage: sum(running, (pool) => pool.total),
})

export const toStoragePool = (
  pool: StoragePoolFacts,
  pod: StoredPod,
  reservedBytes: number,
): StoragePoolDetails => ({
  id: pool.uuid,
  name: pool.name,
  type: pool.type,
  path: pool.path,
  state: pool.state,
  autostart: pool.autostart,
  total: pool.capacityBytes,
  used: pool.allocationBytes,
  available: pool.availableBytes,
  promised: pool.availableBytes === null ? null : (pool.promisedBytes ?? 0) + reservedBytes,
  default: pool.uuid === pod.default_storage_pool,
})

export const toNetwork = ({
  uuid,
  name,
  active,
  forward,
  bridge,
  dhcp,
}: NetworkFacts): PodNetwork => ({
  id: uuid,
  name,
  active,
  forward,
  bridge,
  dhcp,
})

const sum = <T>(items: readonly T[], value: (item: T) => number | null) =>
  items.reduce((total, item) => total + (value(item) ?? 0), 0)
