import { capacity } from '../../contract/rules/overcommit.ts'
import type { PodNumbers } from '../../contract/rules/room.ts'
import { freeForDisks } from '../../contract/rules/storage-room.ts'
import type { StoredPod } from '../store/pods.ts'
import { promisedByPod } from '../store/reservations.ts'
import type { Store, Transaction } from '../store/store.ts'

/** What a pod has room for, machines counted that are only being made. Exact inside a transaction. */
export async function readNumbers(
  { machines, reservations }: Pick<Store | Transaction, 'machines' | 'reservations'>,
  pod: StoredPod,
): Promise<PodNumbers> {
  const usage = (await machines.usage()).get(pod.id)
  const reserved = promisedByPod(await reservations.ofPod(pod.id)).get(pod.id)
  const { facts } = pod
  return {
    id: pod.id,
    name: pod.name,
    cores: capacity(facts?.cores ?? 0, pod.cpu_over_commit_ratio, usage?.cores ?? 0),
    memory: capacity(facts?.memoryMiB ?? 0, pod.memory_over_commit_ratio, usage?.memoryMiB ?? 0),
    pools: (facts?.storagePools ?? []).map((pool) => ({
      id: pool.uuid,
      name: pool.name,
      default: pool.uuid === pod.default_storage_pool,
      free: freeForDisks({
        available: pool.availableBytes,
        promised: (pool.promisedBytes ?? 0) + (reserved?.get(pool.uuid) ?? 0),
      }),
    })),
  }
}
