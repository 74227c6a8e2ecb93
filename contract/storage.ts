import * as z from 'zod/mini'
import { choice, doc, flag, looseText, text, timestamp, wholeNumber } from './fields.ts'
import { PodId, StoragePoolDetails } from './pod.ts'
import { hostNameProblem } from './rules/host-names.ts'

/** Kinds that Podyard makes; a host may have others. */
export const storagePoolTypes = ['dir', 'logical'] as const

/** A machine, as far as others link to it. */
export const MachineLink = z.object({
  /** Null for a domain of the host that is no machine here. */
  system_id: z.nullable(z.string()),
  hostname: z.string(),
})
export type MachineLink = z.infer<typeof MachineLink>

export const PodStoragePool = z.extend(StoragePoolDetails, {
  resource_uri: z.string(),
  /** How many volumes it holds; null where they were not read. */
  volume_count: z.nullable(z.int()),
  /** Those that have a disk on it, on or off. */
  machines: z.array(MachineLink),
  /** Those of them that run. */
  running_machines: z.array(MachineLink),
})
export type PodStoragePool = z.infer<typeof PodStoragePool>

export const Volume = z.object({
  name: z.string(),
  /** Null for volumes that are nowhere in the file system. */
  path: z.nullable(z.string()),
  /** libvirt's word: file, block, dir, network, ... */
  type: z.string(),
  /** qcow2, raw, iso, ...; null where libvirt cannot tell. */
  format: z.nullable(z.string()),
  /** Bytes that its user sees. */
  capacity: z.nullable(z.number()),
  /** Bytes that it takes on the host. */
  allocation: z.nullable(z.number()),
  /** Path of what its content stands on. */
  backing: z.nullable(z.string()),
  used_by: z.array(MachineLink),
  /** Names of the volumes whose content stands on it. */
  backs: z.array(z.string()),
  /** Whether it looks like what a deleted machine left behind. */
  orphan: z.boolean(),
})
export type Volume = z.infer<typeof Volume>

export const VolumeList = z.object({
  /** When the host last told them; null where it never did. */
  read_at: z.nullable(timestamp()),
  /** How many the pool holds. */
  total: z.int(),
  /** How many of those that are kept meet the filters. */
  matching: z.int(),
  /** How many are not kept, because the pool has too many. */
  not_kept: z.int(),
  volumes: z.array(Volume),
})
export type VolumeList = z.infer<typeof VolumeList>

/** The most volumes of one pool that are kept. */
export const mostVolumes = 5_000

const poolName = () =>
  text(64).check(
    z.refine((name) => hostNameProblem(name) === undefined, {
      error: ({ input }) => hostNameProblem(String(input)) ?? '',
    }),
  )

/** It ends up in a command of the host: no control characters, and nothing above the root. */
const folder = () =>
  text(1024).check(
    z.regex(/^\/[^\p{Cc}]+$/u, 'Enter the full path of a folder: /var/lib/libvirt/images.'),
    z.refine(
      (path) => !path.split('/').some((part) => part === '..' || part === '.'),
      'Enter the path without . and .. in it.',
    ),
  )

const volumeGroup = () =>
  text(127).check(
    z.regex(
      /^[a-zA-Z0-9+_.][a-zA-Z0-9+_.-]*$/,
      'Enter the name of a volume group, as vgs shows it.',
    ),
  )

export const StoragePoolCreate = z.object({
  name: doc(poolName(), 'Name of the storage pool; no other of the pod may have it.'),
  type: doc(choice(storagePoolTypes), 'Kind of storage pool: dir (a folder) or logical (LVM).'),
  path: z.optional(
    doc(
      folder(),
      'Folder of a dir pool; made where it is missing. Default: /var/lib/libvirt/NAME.',
    ),
  ),
  volume_group: z.optional(
    doc(volumeGroup(), 'LVM volume group of a logical pool, which must exist. Default: the name.'),
  ),
  autostart: z.optional(doc(flag(), 'Start it with the host. Default: true.')),
  default: z.optional(doc(flag(), 'Make it the pod’s default storage pool. Default: false.')),
})
export type StoragePoolCreate = z.output<typeof StoragePoolCreate>

/** What would be defined on the host. */
export const DefinitionPlan = z.object({ xml: z.string() })

export const StoragePoolUpdate = z.object({
  autostart: z.optional(doc(flag(), 'Start it with the host.')),
})

export const StoragePoolDelete = z.object({
  delete_volumes: z.optional(
    doc(
      flag(),
      'Delete its volumes too, with all that is in them. Default: false, which keeps every file.',
    ),
  ),
})

export const VolumeFilters = z.object({
  q: z.optional(doc(looseText(), 'Only volumes whose name, path or machine has this text.')),
  unused: z.optional(doc(flag(), 'Only volumes that nothing uses. Default: false.')),
  limit: z.optional(doc(wholeNumber(1, mostVolumes), 'At most so many volumes. Default: 100.')),
  offset: z.optional(doc(wholeNumber(0, mostVolumes), 'Skip so many volumes. Default: 0.')),
})

export const StoragePoolId = z.object({
  ...PodId.shape,
  storage_pool: doc(text(), 'Name or UUID of the storage pool.'),
})

export const VolumeId = z.object({
  ...StoragePoolId.shape,
  volume: doc(text(1024), 'Name of the volume.'),
})
