/** Which storage pool a new disk goes to, and whether it fits. Storage is never overcommitted. */
import type { StoragePoolDetails } from '../pod.ts'
import type { DiskRequest } from './constraints.ts'

/** A storage pool as a new disk sees it. */
export type PoolRoom = {
  /** UUID */
  id: string
  name: string
  /** Bytes that no disk holds or may still grow into; null while the pool is not running. */
  free: number | null
  default: boolean
}

/** What is free less what thin disks were promised and do not take up yet. Null where it is not known. */
export const freeForDisks = ({
  available,
  promised,
}: Pick<StoragePoolDetails, 'available' | 'promised'>): number | null =>
  available === null ? null : available - (promised ?? 0)

export type PlacedDisk = DiskRequest & { pool: PoolRoom }
export type Placement = { ok: true; disks: PlacedDisk[] } | { ok: false; message: string }

/**
 * A tag that names a storage pool, by name or UUID, asks for that one; otherwise the default pool takes the disk, or
 * the first that has room where the pod has none. The messages are MAAS's.
 */
export function placeDisks(disks: readonly DiskRequest[], pools: readonly PoolRoom[]): Placement {
  const left = new Map(pools.map(({ id, free }) => [id, free ?? -1]))
  const placed: PlacedDisk[] = []
  for (const disk of disks) {
    const wanted = candidates(disk, pools)
    const pool = wanted.pools.find(({ id }) => (left.get(id) ?? -1) >= disk.bytes)
    if (!pool) return { ok: false, message: refusal(wanted) }
    left.set(pool.id, (left.get(pool.id) ?? 0) - disk.bytes)
    placed.push({ ...disk, pool })
  }
  return { ok: true, disks: placed }
}

type Wanted = { how: 'named' | 'default' | 'any'; pools: readonly PoolRoom[] }

function candidates({ tags }: DiskRequest, pools: readonly PoolRoom[]): Wanted {
  const named = pools.filter(({ id, name }) => tags.includes(name) || tags.includes(id))
  if (named.length > 0) return { how: 'named', pools: named }
  const standard = pools.filter((pool) => pool.default)
  return standard.length > 0 ? { how: 'default', pools: standard } : { how: 'any', pools }
}

function refusal({ how, pools }: Wanted): string {
  const names = pools.map(({ name }) => name).join(', ')
  if (pools.length === 0) return 'The pod has no storage pool. Make one on its host.'
  if (pools.every(({ free }) => free === null)) {
    return `The storage pool ${names} is not running. Start it first.`
  }
  if (how === 'default') return `Not enough space in default storage pool: ${names}`
  return `Not enough storage space on ${how === 'any' ? 'any ' : ''}storage pools: ${names}`
}

/** How many machines with these disks fit; at most `most`. */
export function howManyFit(
  disks: readonly DiskRequest[],
  pools: readonly PoolRoom[],
  most: number,
): number {
  const free = new Map(pools.map((pool) => [pool.id, pool.free]))
  let count = 0
  while (count < most) {
    const rest = pools.map((pool) => ({ ...pool, free: free.get(pool.id) ?? null }))
    const one = placeDisks(disks, rest)
    if (!one.ok) return count
    const needs = needsOf(one.disks)
    // As many at a time as go to the same pools as this one.
    const same = Math.min(
      most - count,
      ...[...needs].map(([id, bytes]) => Math.floor((free.get(id) ?? 0) / bytes)),
    )
    for (const [id, bytes] of needs) free.set(id, (free.get(id) ?? 0) - same * bytes)
    count += same
  }
  return count
}

/** Bytes by pool. */
export function needsOf(disks: readonly PlacedDisk[]): Map<string, number> {
  const needs = new Map<string, number>()
  for (const { pool, bytes } of disks) needs.set(pool.id, (needs.get(pool.id) ?? 0) + bytes)
  return needs
}
