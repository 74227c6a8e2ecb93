/**
 * The tables, as rows come out of either database. Three kinds of value only, so that SQLite and PostgreSQL hold the
 * same: text, whole numbers and doubles.
 *
 * - JSON is text; the repository of the table parses and serialises it (`Json<T>` names what is inside).
 * - A yes or no is 0 or 1.
 * - A time is UTC, ISO 8601 with milliseconds: it sorts as text.
 * - `Encrypted` text was made by `bff/secrets.ts` and is opened nowhere else.
 */
import type { Generated, Kysely } from 'kysely'

export type Db = Kysely<Schema>

/** Text that holds `T` as JSON. The type parameter is for the reader; rows are parsed where they are read. */
// eslint-disable-next-line typescript/no-unused-vars
export type Json<_T> = string
export type Timestamp = string
export type Encrypted = string
export type Bit = 0 | 1

export type UserTable = {
  id: Generated<number>
  /** Unique without regard to case. */
  username: string
  email: string
  password_hash: string
  is_superuser: Bit
  created_at: Timestamp
}

export type SessionTable = {
  /** SHA-256 of the cookie, hex: whoever reads the database cannot take over a session. */
  id_hash: string
  user_id: number
  csrf_token: string
  created_at: Timestamp
  expires_at: Timestamp
  last_used_at: Timestamp
}

export type ApiKeyTable = {
  id: Generated<number>
  user_id: number
  name: string
  consumer_key: string
  token_key: string
  token_secret: Encrypted
  created_at: Timestamp
  expires_at: Timestamp | null
  last_used_at: Timestamp | null
}

/** Nonces seen within the time window of OAuth; unique by token and nonce. */
export type OauthNonceTable = {
  token_key: string
  nonce: string
  /** Unix time in seconds, as the client sent it. */
  timestamp: number
}

export type ZoneTable = {
  id: Generated<number>
  name: string
  description: string
}

export type ResourcePoolTable = {
  id: Generated<number>
  name: string
  description: string
}

/** Whatever pods and machines carry is here, by its name. */
export type TagTable = {
  id: Generated<number>
  name: string
  comment: string
}

export type PodTable = {
  id: Generated<number>
  name: string
  type: string
  power_address: string
  power_pass: Encrypted | null
  zone_id: number
  pool_id: number
  tags: Json<string[]>
  cpu_over_commit_ratio: number
  memory_over_commit_ratio: number
  /** UUID of the storage pool. */
  default_storage_pool: string | null
  default_macvlan_mode: string | null
  /** `{algorithm, fingerprint, pinned_at}` */
  host_key: Json<object> | null
  /** What the last discovery found on the host; written whole. */
  facts: Json<object> | null
  /** When the host last told us its figures. */
  last_seen: Timestamp | null
  /** `{state, since, problem, next_try, transport}` */
  connection: Json<object>
  /** Where it is not as it should be, as last looked for. */
  drift: Generated<Json<object[]>>
  /** Storage pools that the host had before. */
  lost_storage_pools: Generated<Json<object[]>>
  created_at: Timestamp
  updated_at: Timestamp
}

export type MachineTable = {
  /** Six characters. */
  system_id: string
  /** Rows go with their pod. */
  pod_id: number
  /** Unique within the pod. */
  domain_uuid: string
  domain_name: string
  hostname: string
  /** MAAS's status number. */
  status: number
  creation: 'pre_existing' | 'manual' | 'dynamic'
  owner_id: number | null
  locked: Bit
  zone_id: number
  pool_id: number
  tags: Json<string[]>
  owner_data: Json<Record<string, string>>
  architecture: string
  cpu_count: number
  memory_mib: number
  domain_state: string
  disks: Json<object[]>
  interfaces: Json<object[]>
  /** Bytes of all disks whose size is known. */
  storage_bytes: number
  /** What the host’s networks gave to its interfaces. */
  ip_addresses: Generated<Json<string[]>>
  description: Generated<string>
  /** Why it is in its status, where that needs words. */
  status_message: Generated<string>
  /** Under which it was allocated. */
  agent_name: Generated<string>
  /** To which it returns when what it does is aborted, or when it is marked fixed. */
  previous_status: number | null
  /** Made of the columns above, to search and order by: `naturalKey(hostname)`, MAC addresses parted by blanks. */
  name_key: Generated<string>
  macs: Generated<string>
  disk_count: Generated<number>
  created_at: Timestamp
  updated_at: Timestamp
}

/** A domain that is on its host, and is no machine because somebody deleted it here. */
export type ForgottenDomainTable = {
  /** Rows go with their pod. */
  pod_id: number
  domain_uuid: string
}

/** What is in one storage pool; rows go with their pod. */
export type PoolVolumesTable = {
  pod_id: number
  pool_uuid: string
  /** More than `volumes` has, where there are too many. */
  total: number
  volumes: Json<object[]>
  read_at: Timestamp
}

/** What a machine that Podyard makes holds of its pod before the host can tell it; goes with the machine. */
export type ReservationTable = {
  system_id: string
  pod_id: number
  domain_uuid: string
  state: 'composing' | 'made' | 'abandoned'
  volumes: Json<object[]>
  promised: Json<Record<string, number>>
  started_at: Timestamp
}

/** The change feed. Ids grow in the order of commits. */
export type ChangeTable = {
  id: Generated<number>
  topic: string
  action: string
  key: string
  pod_id: number | null
  at: Timestamp
}

/** How busy a pod and its machines were in one step; see metrics.ts. */
export type MetricTable = {
  pod_id: number
  step_seconds: number
  /** Start of the step, seconds since 1970. */
  at: number
  host: Json<(number | null)[]>
  /** By system_id. */
  machines: Json<Record<string, (number | null)[]>>
}

export type AuditTable = {
  id: Generated<number>
  at: Timestamp
  /** Kept as text: the entry outlives the user. */
  username: string
  action: string
  subject: string
  source_ip: string
  detail: Json<object>
}

/** Lets one WebSocket in, once. */
export type ConsoleTicketTable = {
  /** SHA-256 of the token, hex. */
  token_hash: string
  user_id: number
  session_hash: string | null
  system_id: string
  kind: 'vnc' | 'serial'
  take_over: Bit
  source_ip: string
  expires_at: Timestamp
}

export type SettingTable = {
  name: string
  value: string
}

export type MigrationTable = {
  name: string
  applied_at: Timestamp
}

export type Schema = {
  user: UserTable
  session: SessionTable
  api_key: ApiKeyTable
  oauth_nonce: OauthNonceTable
  zone: ZoneTable
  resource_pool: ResourcePoolTable
  tag: TagTable
  pod: PodTable
  machine: MachineTable
  reservation: ReservationTable
  forgotten_domain: ForgottenDomainTable
  pool_volumes: PoolVolumesTable
  change: ChangeTable
  metric: MetricTable
  audit: AuditTable
  console_ticket: ConsoleTicketTable
  setting: SettingTable
  migration: MigrationTable
}
