import type { storageEndpoints } from '../../contract/endpoints/storage.ts'
import { mostVolumes, type PodStoragePool, type Volume } from '../../contract/storage.ts'
import type { Handlers } from '../handlers.ts'
import {
  allVolumes,
  describeVolumes,
  type PoolUse,
  readPool,
  readPools,
  requirePod,
} from '../services/pod-storage.ts'
import {
  actOnStoragePool,
  createStoragePool,
  deleteStoragePool,
  deleteVolume,
  planStoragePool,
  type StorageServices,
  updateStoragePool,
} from '../services/storage-pools.ts'
import type { StoredPod } from '../store/pods.ts'
import { type Promised, promisedByPod } from '../store/reservations.ts'
import { podyardUri, toStoragePool } from './pod-view.ts'

const defaultLimit = 100

export function storageRoutes(
  services: StorageServices,
): Pick<Handlers, keyof typeof storageEndpoints> {
  const { store } = services
  const promisedOf = async (id: number) => promisedByPod(await store.reservations.ofPod(id)).get(id)
  const read = async (id: number, wanted: string) => {
    const { pod, ...use } = await readPool(store, id, wanted)
    return toPodStoragePool(pod, use, await promisedOf(id))
  }
  return {
    storagePoolList: async ({ id }) => {
      const pod = await requirePod(store, id)
      const promised = await promisedOf(id)
      return (await readPools(store, pod)).map((use) => toPodStoragePool(pod, use, promised))
    },
    storagePoolRead: ({ id, storage_pool }) => read(id, storage_pool),
    storagePoolPlan: (input) => planStoragePool(services, input),
    storagePoolCreate: async (input, call) => {
      await createStoragePool(services, input, call)
      return read(input.id, input.name)
    },
    storagePoolUpdate: async (input, call) => {
      await updateStoragePool(services, input, call)
      return read(input.id, input.storage_pool)
    },
    storagePoolStart: async (input, call) => {
      await actOnStoragePool(services, 'start', input, call)
      return read(input.id, input.storage_pool)
    },
    storagePoolStop: async (input, call) => {
      await actOnStoragePool(services, 'stop', input, call)
      return read(input.id, input.storage_pool)
    },
    storagePoolRefresh: async (input, call) => {
      await actOnStoragePool(services, 'refresh', input, call)
      return read(input.id, input.storage_pool)
    },
    storagePoolDelete: (input, call) => deleteStoragePool(services, input, call),
    volumeList: async ({
      id,
      storage_pool,
      q,
      unused = false,
      limit = defaultLimit,
      offset = 0,
    }) => {
      const use = await readPool(store, id, storage_pool)
      const kept = use.stored?.volumes.slice(0, mostVolumes) ?? []
      const described = describeVolumes(use, kept, await allVolumes(store, use.pod))
      const matching = described.filter((volume) => matches(volume, q ?? '', unused))
      const total = use.stored?.total ?? 0
      return {
        read_at: use.stored?.readAt ?? null,
        total,
        matching: matching.length,
        not_kept: total - kept.length,
        volumes: matching.slice(offset, offset + limit),
      }
    },
    volumeDelete: (input, call) => deleteVolume(services, input, call),
  }
}

function matches({ name, path, used_by, backs }: Volume, q: string, unused: boolean): boolean {
  if (unused && used_by.length + backs.length > 0) return false
  const text = [name, path ?? '', ...used_by.map(({ hostname }) => hostname)].join('\n')
  return text.toLowerCase().includes(q.toLowerCase())
}

function toPodStoragePool(
  pod: StoredPod,
  { pool, stored, users }: PoolUse,
  promised: Promised | undefined,
): PodStoragePool {
  return {
    ...toStoragePool(pool, pod, promised?.get(pool.uuid) ?? 0),
    resource_uri: `${podyardUri(pod.id)}storage-pools/${encodeURIComponent(pool.uuid)}/`,
    // Like its figures, what was in a pool that is not active is nothing to go by.
    volume_count: pool.state === 'inactive' ? null : (stored?.total ?? null),
    ...users,
  }
}
