/** What the mocked server knows. Rows name each other by id; what travels is made from them in `mocks/out/`. */
import type { ApiKey } from '../contract/api-key.ts'
import type {
  BlockDevice,
  DomainState,
  MachineStatus,
  NetworkInterface,
} from '../contract/machine.ts'
import type { Network } from '../contract/network.ts'
import type { Connection, Pod, StoragePoolDetails } from '../contract/pod.ts'
import type { Event } from '../contract/event.ts'
import type { HostKey } from '../contract/problem.ts'
import type { ResourcePool } from '../contract/resource-pool.ts'
import type { User } from '../contract/user.ts'
import type { Zone } from '../contract/zone.ts'
import { createFeed, type Feed } from './feed.ts'
import type { SpareVolume } from './seed/storage.ts'

export type Host = {
  hostname: string
  cores: number
  memoryMiB: number
  cpuSpeedMHz: number
  architecture: string
  libvirtVersion: string
  qemuVersion: string
  storagePools: Omit<StoragePoolDetails, 'default' | 'promised'>[]
  networks: Omit<Network, 'resource_uri' | 'machines' | 'running_machines'>[]
  /** Beside the disks of machines. */
  volumes: SpareVolume[]
}

export type PodRow = Pick<
  Pod,
  | 'id'
  | 'name'
  | 'tags'
  | 'type'
  | 'cpu_over_commit_ratio'
  | 'memory_over_commit_ratio'
  | 'default_macvlan_mode'
> & {
  zone_id: number
  pool_id: number
  power_address: string
  power_pass: string
  default_storage_pool: string | null
  connection: Connection
  host_key: (HostKey & { pinned_at: string }) | null
  /** Storage pools that the host had before. */
  lost_storage_pools?: { name: string; path: string | null; was_default: boolean }[]
  host: Host
}

export type MachineRow = {
  system_id: string
  hostname: string
  pod_id: number
  zone_id: number
  pool_id: number
  status: MachineStatus
  domain_state: DomainState
  domain_uuid: string
  creation: 'pre_existing' | 'manual' | 'dynamic'
  owner: string
  owner_data?: Record<string, string>
  locked?: boolean
  description?: string
  status_message?: string
  agent_name?: string
  /** To which it returns when what it does is aborted, or when it is marked fixed. */
  previous_status?: MachineStatus | undefined
  tags: string[]
  architecture: string
  cpu_count: number
  memory: number
  disks: BlockDevice[]
  /** Its disks take up what was written to them, which is nothing yet. */
  thin?: true
  interfaces: NetworkInterface[]
  ip_addresses: string[]
  osystem: string
  distro_series: string
}

/** Comments on tags, and those that nothing carries. */
export type TagRow = { name: string; comment: string }

export type UserRow = User & { password: string }

export type ApiKeyRow = ApiKey & { username: string }

export type State = {
  zones: Zone[]
  resourcePools: ResourcePool[]
  pods: PodRow[]
  machines: MachineRow[]
  tags: TagRow[]
  users: UserRow[]
  apiKeys: ApiKeyRow[]
  /** Newest first. */
  events?: Event[]
}

/** What differs between a browser, a test and a picture. */
export type Deps = {
  /** Milliseconds since 1970. */
  now: () => number
  pause: (ms: number) => Promise<void>
  /** Keeps the user name of who is logged in. */
  session: { load: () => string | null; save: (username: string | null) => void }
  /** Called after every request that may have changed something. */
  keep: (state: State) => void
}

export type Db = State & Deps & { feed: Feed; consoleTickets: Set<string>; nextPodId: number }

export function createDb(state: State, deps: Deps): Db {
  const nextPodId = Math.max(0, ...state.pods.map((pod) => pod.id)) + 1
  return { ...state, ...deps, feed: createFeed(), consoleTickets: new Set(), nextPodId }
}

export const iso = (ms: number) => new Date(ms).toISOString()

/** Whoever is logged in; the adapter has let nobody else through. */
export function knownUser(db: Db): UserRow {
  const user = currentUser(db)
  if (!user) throw new Error('Nobody is logged in')
  return user
}

export function currentUser(db: Db): UserRow | null {
  const name = db.session.load()
  return db.users.find((user) => user.username === name) ?? null
}
