import * as z from 'zod/mini'
import { doc, looseText, nameList, repeated, text, timestamp, wholeNumber } from './fields.ts'
import { ResourcePool } from './resource-pool.ts'
import { Zone } from './zone.ts'

/** MAAS's status numbers and names. */
export const machineStatuses = {
  0: 'New',
  1: 'Commissioning',
  2: 'Failed commissioning',
  3: 'Missing',
  4: 'Ready',
  5: 'Reserved',
  6: 'Deployed',
  7: 'Retired',
  8: 'Broken',
  9: 'Deploying',
  10: 'Allocated',
  11: 'Failed deployment',
  12: 'Releasing',
  13: 'Releasing failed',
  21: 'Testing',
  22: 'Failed testing',
} as const
export type MachineStatus = keyof typeof machineStatuses

export const powerStateNames = ['on', 'off', 'error', 'unknown'] as const
export const PowerState = z.enum(powerStateNames)
export type PowerState = z.infer<typeof PowerState>

/** libvirt's own word for what the domain is doing. */
export const domainStates = [
  'nostate',
  'running',
  'blocked',
  'paused',
  'shutdown',
  'shutoff',
  'crashed',
  'pmsuspended',
] as const
export const DomainState = z.enum(domainStates)
export type DomainState = z.infer<typeof DomainState>

export const powerOfDomain: Record<DomainState, PowerState> = {
  nostate: 'unknown',
  running: 'on',
  blocked: 'on',
  paused: 'on',
  shutdown: 'on',
  shutoff: 'off',
  crashed: 'error',
  pmsuspended: 'off',
}

/** The DNS domain that MAAS begins with. There is no other yet. */
export const dnsDomain = { id: 0, name: 'maas' } as const

export const BlockDevice = z.object({
  name: z.string(),
  /** Capacity in bytes; null where libvirt cannot tell (no such file, pool not running). */
  size: z.nullable(z.number()),
  /** Path, volume or URL that backs the disk. */
  source: z.nullable(z.string()),
  /** UUID of the storage pool that holds it. */
  storage_pool: z.nullable(z.string()),
  bus: z.nullable(z.string()),
})
export type BlockDevice = z.infer<typeof BlockDevice>

export const NetworkInterface = z.object({
  name: z.string(),
  mac_address: z.string(),
  /** What it is plugged into, as libvirt names it: network, bridge, direct, ... */
  type: z.string(),
  source: z.nullable(z.string()),
  model: z.nullable(z.string()),
})
export type NetworkInterface = z.infer<typeof NetworkInterface>

export const Machine = z.object({
  system_id: z.string(),
  hostname: z.string(),
  description: z.string(),
  fqdn: z.string(),
  domain: z.object({ id: z.int(), name: z.string() }),
  resource_uri: z.string(),
  node_type: z.literal(0),
  node_type_name: z.literal('Machine'),
  status: z.int(),
  status_name: z.string(),
  status_message: z.string(),
  power_state: PowerState,
  power_type: z.literal('virsh'),
  locked: z.boolean(),
  /** User name; empty when nobody holds it. */
  owner: z.string(),
  owner_data: z.record(z.string(), z.string()),
  architecture: z.string(),
  cpu_count: z.number(),
  /** MHz; 0 where unknown, as MAAS has it. */
  cpu_speed: z.number(),
  /** MiB */
  memory: z.number(),
  /** MB (1000^2) of all disks whose size is known. */
  storage: z.number(),
  blockdevice_set: z.array(BlockDevice),
  interface_set: z.array(NetworkInterface),
  ip_addresses: z.array(z.string()),
  tag_names: z.array(z.string()),
  zone: Zone,
  pool: ResourcePool,
  pod: z.nullable(z.object({ id: z.int(), name: z.string(), resource_uri: z.string() })),
  osystem: z.string(),
  distro_series: z.string(),
  podyard: z.object({
    domain_uuid: z.string(),
    domain_name: z.string(),
    domain_state: DomainState,
    creation: z.enum(['pre_existing', 'manual', 'dynamic']),
    /** When the host last told us about it. */
    last_seen: timestamp(),
    /** Whether the host is connected, and these facts therefore live. */
    live: z.boolean(),
  }),
})
export type Machine = z.infer<typeof Machine>

const filter = (description: string) => z.optional(doc(repeated(), description))

export const MachineFilters = z.object({
  hostname: filter('Only machines with this hostname; may be repeated.'),
  mac_address: filter('Only machines with this MAC address; may be repeated.'),
  id: filter('Only machines with this system_id; may be repeated.'),
  domain: filter('Only machines in the DNS domain of this name; may be repeated.'),
  agent_name: filter('Only machines allocated under this agent name; may be repeated.'),
  zone: filter('Only machines in the zone of this name; may be repeated.'),
  pool: filter('Only machines in the resource pool of this name; may be repeated.'),
  pod: filter('Only machines on the pod with this ID; may be repeated.'),
  limit: z.optional(doc(wholeNumber(1, 10_000), 'At most so many machines. Default: all.')),
  offset: z.optional(doc(wholeNumber(0, 2 ** 31 - 1), 'Skip so many machines. Default: 0.')),
})

export const SystemId = z.object({ system_id: doc(text(6), 'The machine’s system_id.') })

export const MachineUpdate = z.object({
  hostname: z.optional(doc(text(63), 'Letters, digits and dashes; no other machine may have it.')),
  zone: z.optional(doc(text(), 'Name of the zone.')),
  pool: z.optional(doc(text(), 'Name of the resource pool.')),
  tags: z.optional(doc(nameList(), 'Tags, separated by commas; in place of those it has.')),
  description: z.optional(doc(looseText(10_000), 'What it is for. May be empty.')),
})

/** Clear text; admins only. `power_id` is the domain's name on its host. */
export const PowerParameters = z.object({
  power_address: z.string(),
  power_pass: z.string(),
  power_id: z.string(),
})

export const PowerStateAnswer = z.object({ state: PowerState })

/** Longest value, in characters. */
const longestOwnerValue = 10_000

/** Every field there is, under its own name. */
export const OwnerData = z.catchall(
  z.object({}),
  doc(
    z.string('Enter text.').check(z.maxLength(longestOwnerValue, 'Too long.')),
    'Any name; its value is the text to keep.',
  ),
)
