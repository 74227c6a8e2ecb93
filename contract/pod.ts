import * as z from 'zod/mini'
import {
  choice,
  choiceOrNone,
  doc,
  flag,
  mandatory,
  nameList,
  ratio,
  secret,
  text,
  timestamp,
  wholeNumber,
} from './fields.ts'
import { Drift } from './drift.ts'
import { HostKey, ProblemCode } from './problem.ts'
import { Fix } from './check.ts'
import { ResourcePool } from './resource-pool.ts'
import { Zone } from './zone.ts'

export const podTypes = ['virsh'] as const
export const podTypeTitles = { virsh: 'Virsh (virtual systems)' } as const
export const macvlanModes = ['bridge', 'passthru', 'private', 'vepa'] as const

/** Cores count logical CPUs, memory is MiB, local_storage bytes. Over commit is not applied. */
export const Resources = z.object({
  cores: z.number(),
  memory: z.number(),
  local_storage: z.number(),
})
export type Resources = z.infer<typeof Resources>

/** MAAS's view of an active storage pool; bytes, libvirt's own figures. */
export const StoragePool = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  path: z.string(),
  total: z.number(),
  used: z.number(),
  available: z.number(),
  default: z.boolean(),
})
export type StoragePool = z.infer<typeof StoragePool>

export const StoragePoolState = z.enum([
  'running',
  'inactive',
  'building',
  'degraded',
  'inaccessible',
])
export type StoragePoolState = z.infer<typeof StoragePoolState>

/** Every storage pool that the host defines. Figures of one that is not running are unknown, hence null. */
export const StoragePoolDetails = z.object({
  id: z.string(),
  name: z.string(),
  type: z.string(),
  path: z.nullable(z.string()),
  state: StoragePoolState,
  autostart: z.boolean(),
  total: z.nullable(z.number()),
  used: z.nullable(z.number()),
  available: z.nullable(z.number()),
  /** How much the thin disks in it may still grow: free to no new disk, for storage is never overcommitted. */
  promised: z.nullable(z.number()),
  default: z.boolean(),
})
export type StoragePoolDetails = z.infer<typeof StoragePoolDetails>

/** A network that libvirt defines on the host; machines are plugged into it by its name. */
export const PodNetwork = z.object({
  id: z.string(),
  name: z.string(),
  active: z.boolean(),
  /** libvirt's forward mode: nat, route, bridge, ...; null for an isolated one. */
  forward: z.nullable(z.string()),
  bridge: z.nullable(z.string()),
  /** Whether libvirt itself hands out addresses on it. */
  dhcp: z.boolean(),
})
export type PodNetwork = z.infer<typeof PodNetwork>

/** How we stand with the host now. Figures are as old as `last_seen`. */
export const Connection = z.object({
  state: z.enum(['connecting', 'connected', 'unreachable']),
  /** When it came into this state. */
  since: timestamp(),
  /** When the host last told us its figures. */
  last_seen: z.nullable(timestamp()),
  /** When an unreachable host is tried again. */
  next_try: z.nullable(timestamp()),
  problem: z.nullable(z.object({ code: ProblemCode, message: z.string(), fix: z.nullable(Fix) })),
  /** How the socket is reached: `unix`, `direct channel`, `virt-ssh-helper`, `nc`. */
  transport: z.nullable(z.string()),
})
export type Connection = z.infer<typeof Connection>

/** What MAAS's pod has no key for. */
export const PodExtras = z.object({
  power_address: z.string(),
  /** Whether a password is stored; the password itself is answered to `op=parameters` alone. */
  has_password: z.boolean(),
  /** UUID. */
  default_storage_pool: z.nullable(z.string()),
  connection: Connection,
  host_key: z.nullable(z.extend(HostKey, { pinned_at: timestamp() })),
  hostname: z.nullable(z.string()),
  /** MHz. */
  cpu_speed: z.nullable(z.number()),
  libvirt_version: z.nullable(z.string()),
  qemu_version: z.nullable(z.string()),
  machine_count: z.int(),
  /** How many of the machines Podyard composed, and may therefore delete with the pod. */
  composed_count: z.int(),
  storage_pools: z.array(StoragePoolDetails),
  networks: z.array(PodNetwork),
  /** Where it is not as Podyard knows it, or not as it should be; as of some seconds ago. */
  drift: z.array(Drift),
})
export type PodExtras = z.infer<typeof PodExtras>

export const Pod = z.object({
  id: z.int(),
  name: z.string(),
  tags: z.array(z.string()),
  type: z.enum(podTypes),
  resource_uri: z.string(),
  architectures: z.array(z.string()),
  capabilities: z.array(z.string()),
  total: Resources,
  used: Resources,
  available: Resources,
  zone: Zone,
  pool: ResourcePool,
  cpu_over_commit_ratio: z.number(),
  memory_over_commit_ratio: z.number(),
  storage_pools: z.array(StoragePool),
  host: z.object({ system_id: z.nullable(z.string()), __incomplete__: z.literal(true) }),
  default_macvlan_mode: z.nullable(z.enum(macvlanModes)),
  podyard: PodExtras,
})
export type Pod = z.infer<typeof Pod>

const ratioDoc = (resource: string) =>
  `${resource} over commit ratio, a float from 0 to 10. The limit is physical x ratio. Default: 1.`

/** How to treat the host's key, and where to report the steps. Shared by every call that connects. */
const connecting = {
  host_key_fingerprint: z.optional(
    doc(text(), 'SHA256 fingerprint of the host key to accept; any other key is refused.'),
  ),
  trust: z.optional(
    doc(
      choice(['first_use', 'ask']),
      'What to do with a host key seen for the first time: pin it (first_use, the default) or refuse with its fingerprint (ask).',
    ),
  ),
  operation_id: z.optional(
    doc(text(64), 'Any unique text; the steps are reported under it on the stream.'),
  ),
}

const settings = {
  name: z.optional(doc(text(), 'Name of the pod. Default: two words.')),
  zone: z.optional(doc(text(), 'Name of the zone. Default: default.')),
  pool: z.optional(doc(text(), 'Name of the resource pool. Default: default.')),
  tags: z.optional(doc(nameList(), 'Tags, separated by commas.')),
  cpu_over_commit_ratio: z.optional(doc(ratio(), ratioDoc('CPU'))),
  memory_over_commit_ratio: z.optional(doc(ratio(), ratioDoc('Memory'))),
  default_storage_pool: z.optional(
    doc(z.string().check(z.trim()), 'Name or UUID of the storage pool for new disks.'),
  ),
  default_macvlan_mode: z.optional(
    doc(
      choiceOrNone(macvlanModes),
      'Mode of macvtap interfaces that do not name one; empty takes it back.',
    ),
  ),
}

const powerPass = doc(secret(), 'Password of the SSH user, for hosts without our key.')

export const PodCreate = z.object({
  type: doc(choice(podTypes), 'Kind of pod: virsh.'),
  power_address: doc(
    text(),
    'Address of libvirt: qemu+ssh://USER@HOST[:PORT]/system, or qemu:///system for this machine.',
  ),
  power_pass: z.optional(powerPass),
  ...settings,
  ...connecting,
})

export const PodUpdate = z.object({
  power_address: z.optional(doc(text(), 'Address of libvirt.')),
  power_pass: z.optional(doc(powerPass, 'Password of the SSH user; empty removes it.')),
  ...settings,
  ...connecting,
})

export const PodRefresh = z.object(connecting)

export const PodDelete = z.object({
  decompose: z.optional(
    doc(flag(), 'Delete the composed machines and their disks too. Default: false.'),
  ),
})

export const PodTag = z.object({ tag: doc(mandatory(), 'The tag; it may not contain a comma.') })

/** Clear text; admins only. */
export const PodParameters = z.object({ power_address: z.string(), power_pass: z.string() })

export const PodId = z.object({ id: doc(wholeNumber(0, 2 ** 31 - 1), 'ID of the pod.') })
