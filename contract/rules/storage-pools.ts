/** What may be done with storage pools and volumes; shared by BFF, UI and mocks. */
import type { StoragePoolState } from '../pod.ts'
import { inShort } from './host-names.ts'

type User = { hostname: string }
type Pool = { name: string; state: StoragePoolState }

const isActive = ({ state }: Pool) => state !== 'inactive'

export const whyNotStart = (pool: Pool): string | undefined =>
  isActive(pool) ? `The storage pool ${pool.name} is active already.` : undefined

/** `running` are the machines that run and have a disk on it. */
export function whyNotStop(pool: Pool, running: readonly User[]): string | undefined {
  if (!isActive(pool)) return `The storage pool ${pool.name} is not active.`
  return running.length === 0
    ? undefined
    : `Machines that run have disks on the storage pool ${pool.name}: ${names(running)}. Power them off first.`
}

export const whyNotRefresh = (pool: Pool): string | undefined =>
  isActive(pool)
    ? undefined
    : `The storage pool ${pool.name} is not active. Start it, then its volumes can be read.`

/** `machines` are all that have a disk on it, on or off. */
export const whyNotDelete = (pool: Pool, machines: readonly User[]): string | undefined =>
  machines.length === 0
    ? undefined
    : `Machines have disks on the storage pool ${pool.name}: ${names(machines)}. Delete them or move their disks first.`

export type VolumeUse = {
  name: string
  used_by: readonly User[]
  /** Volumes whose content stands on it. */
  backs: readonly string[]
}

export function whyNotDeleteVolume({ name, used_by, backs }: VolumeUse): string | undefined {
  if (used_by.length > 0) return `The volume ${name} belongs to ${names(used_by)}.`
  if (backs.length > 0) return `Other volumes stand on the volume ${name}: ${inShort(backs)}.`
  return undefined
}

/** As MAAS and Podyard name the disks that they make. */
const madeName = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.\w+)?$/i

/**
 * Whether it looks like what a deleted machine left behind: nothing uses it, and it either stands on another volume,
 * as only the disk of a machine does, or is named as disks of composed machines are.
 */
export const isOrphan = (volume: VolumeUse & { backing: string | null }): boolean =>
  whyNotDeleteVolume(volume) === undefined &&
  (volume.backing !== null || madeName.test(volume.name))

const names = (users: readonly User[]) => inShort(users.map(({ hostname }) => hostname))
