/** What the store knows of the storage of a pod: read by pages, and asked before anything is destroyed. */
import { isOrphan } from '../../contract/rules/storage-pools.ts'
import type { Volume } from '../../contract/storage.ts'
import { notFound } from '../errors.ts'
import type { StoragePoolFacts, VolumeFacts } from '../facts.ts'
import type { StoredPod } from '../store/pods.ts'
import type { StoredVolumes } from '../store/pool-volumes.ts'
import type { Store } from '../store/store.ts'
import {
  indexMachines,
  type MachineIndex,
  type Users,
  usersOfPool,
  usersOfVolume,
} from './host-users.ts'

/** @throws AppError `not_found` */
export async function requirePod({ pods }: Pick<Store, 'pods'>, id: number): Promise<StoredPod> {
  const pod = await pods.byId(id)
  if (!pod) throw notFound()
  return pod
}

/** By UUID or name. @throws AppError `not_found` */
export function requirePool({ facts }: StoredPod, wanted: string): StoragePoolFacts {
  const pools = facts?.storagePools ?? []
  const pool =
    pools.find(({ uuid }) => uuid === wanted.toLowerCase()) ??
    pools.find(({ name }) => name === wanted)
  if (!pool) throw notFound()
  return pool
}

export type PoolUse = { pool: StoragePoolFacts; stored: StoredVolumes | undefined; users: Users }

/** All pools of a pod, by name, with who uses them. */
export async function readPools(store: Store, pod: StoredPod): Promise<PoolUse[]> {
  const index = indexMachines(await store.machines.ofPod(pod.id))
  return Promise.all(
    (pod.facts?.storagePools ?? []).map((pool) => withUsers(store, pod, pool, index)),
  )
}

/** @throws AppError `not_found` */
export async function readPool(store: Store, podId: number, wanted: string) {
  const pod = await requirePod(store, podId)
  const index = indexMachines(await store.machines.ofPod(pod.id))
  return { pod, index, ...(await withUsers(store, pod, requirePool(pod, wanted), index)) }
}

async function withUsers(
  store: Store,
  pod: StoredPod,
  pool: StoragePoolFacts,
  index: MachineIndex,
): Promise<PoolUse> {
  const stored = await store.poolVolumes.ofPool(pod.id, pool.uuid)
  return { pool, stored, users: usersOfPool(index, pool, stored?.volumes ?? []) }
}

/** Volumes with who uses them. `all` are those of every pool of the pod: one may stand on another of another pool. */
export function describeVolumes(
  { pool, index }: { pool: StoragePoolFacts; index: MachineIndex },
  volumes: readonly VolumeFacts[],
  all: readonly VolumeFacts[],
): Volume[] {
  const above = Map.groupBy(
    all.filter(({ backing }) => backing !== null),
    ({ backing }) => backing ?? '',
  )
  return volumes.map((volume) => {
    const { name, path, type, format, backing } = volume
    const used_by = usersOfVolume(index, pool, volume)
    const backs = (path === null ? [] : (above.get(path) ?? [])).map((each) => each.name)
    return {
      name,
      path,
      type,
      format,
      capacity: volume.capacityBytes,
      allocation: volume.allocationBytes,
      backing,
      used_by,
      backs,
      orphan: isOrphan({ name, used_by, backs, backing }),
    }
  })
}

/** The volumes of all pools of a pod that are kept. */
export async function allVolumes(store: Store, { id, facts }: StoredPod): Promise<VolumeFacts[]> {
  const lists = await Promise.all(
    (facts?.storagePools ?? []).map(({ uuid }) => store.poolVolumes.ofPool(id, uuid)),
  )
  return lists.flatMap((list) => list?.volumes ?? [])
}
