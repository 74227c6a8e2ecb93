import type { HostFacts, MachineFacts, StoragePoolFacts } from '../facts.ts'
import type { Addresses } from '../hypervisor/networks/port.ts'
import type { Discovery, HostConnection } from '../hypervisor/port.ts'
import type { LostStoragePool, PodConnection, PodPatch, StoredPod } from '../store/pods.ts'
import type { Transaction } from '../store/store.ts'
import { syncAddresses } from './sync-addresses.ts'
import { syncMachines } from './sync-machines.ts'

/** How a host stands that has just spoken. */
export const connectedSince = (at: string, transport: string): PodConnection => ({
  state: 'connected',
  since: at,
  next_try: null,
  problem: null,
  transport,
})

/** How a host stands that is being tried for the first time. */
export const connectingSince = (at: string): PodConnection => ({
  state: 'connecting',
  since: at,
  next_try: null,
  problem: null,
  transport: null,
})

/**
 * The UUID of the default storage pool: the chosen one while it is there, or while nothing is there to take its place
 * (a host that hangs may not even tell its pools); else the first that runs.
 * Of those `maas` and `default` come first, because whoever made them meant them for this.
 */
export function defaultStoragePool(
  chosen: string | null,
  pools: readonly StoragePoolFacts[],
): string | null {
  if (pools.length === 0 || pools.some(({ uuid }) => uuid === chosen)) return chosen
  const running = pools.filter(({ state }) => state === 'running')
  const meant = ['maas', 'default'].flatMap(
    (name) => running.find((pool) => pool.name === name) ?? [],
  )
  return [...meant, ...running][0]?.uuid ?? null
}

/** The facts of a host as columns of its pod; only what differs from what is stored. */
export function factsPatch(
  pod: Pick<StoredPod, 'facts' | 'default_storage_pool' | 'lost_storage_pools'>,
  host: HostFacts,
): PodPatch {
  const lost_storage_pools = lostStoragePools(pod, host.storagePools)
  const default_storage_pool = defaultStoragePool(pod.default_storage_pool, host.storagePools)
  return {
    ...(JSON.stringify(pod.facts) === JSON.stringify(host) ? {} : { facts: host }),
    ...(default_storage_pool === pod.default_storage_pool ? {} : { default_storage_pool }),
    ...(JSON.stringify(lost_storage_pools) === JSON.stringify(pod.lost_storage_pools)
      ? {}
      : { lost_storage_pools }),
  }
}

/** Pools that were there and are not, until they are back, by whatever UUID. A host that hangs tells of none at all. */
function lostStoragePools(
  { facts, default_storage_pool, lost_storage_pools }: Parameters<typeof factsPatch>[0],
  now: readonly StoragePoolFacts[],
): LostStoragePool[] {
  if (now.length === 0) return lost_storage_pools
  const there = new Set(now.flatMap(({ uuid, name }) => [uuid, name]))
  const before = (facts?.storagePools ?? []).map(({ uuid, name, path }) => ({
    uuid,
    name,
    path,
    was_default: uuid === default_storage_pool,
  }))
  return [...lost_storage_pools, ...before].filter(
    ({ uuid, name }) => !there.has(uuid) && !there.has(name),
  )
}

/** Stores a whole discovery of a pod. Undefined when the pod is no more. */
export async function storeDiscovery(
  tx: Transaction,
  podId: number,
  { host, machines, addresses }: Discovery,
  at: string,
  connection?: Pick<HostConnection, 'hostKey' | 'transport'>,
): Promise<StoredPod | undefined> {
  const pod = await tx.pods.byId(podId)
  if (!pod) return undefined
  const patch: PodPatch = {
    ...factsPatch(pod, host),
    ...(connection && reached(pod, connection, at)),
  }
  if (Object.keys(patch).length > 0) await tx.pods.update(podId, { ...patch, last_seen: at })
  else await tx.pods.touch([podId], at)
  // This look may have begun before they were made.
  const reserved = await tx.reservations.ofPod(podId)
  const kept = new Set(reserved.map((each) => each.domain_uuid))
  const shown = await notForgotten(tx, podId, machines)
  await syncMachines(tx.machines, pod, shown, { complete: true }, kept)
  if (addresses) await syncAddresses(tx.machines, podId, addresses)
  // From here on the host's own figures have them.
  const told = new Set(machines.map(({ uuid }) => uuid))
  const seen = reserved.filter((each) => each.state === 'made' && told.has(each.domain_uuid))
  await tx.reservations.delete(seen.map((each) => each.system_id))
  return pod
}

/** Those that are to be shown. A forgotten one that is gone from its host may come back as any other. */
async function notForgotten(
  tx: Transaction,
  podId: number,
  machines: readonly MachineFacts[],
): Promise<MachineFacts[]> {
  const forgotten = await tx.forgotten.ofPod(podId)
  const there = new Set(machines.map(({ uuid }) => uuid))
  const gone = [...forgotten].filter((uuid) => !there.has(uuid))
  if (gone.length > 0) await tx.forgotten.remove(podId, gone)
  return machines.filter(({ uuid }) => !forgotten.has(uuid))
}

/** A key that was accepted for this connection is the pinned one from now on. */
function reached(
  pod: StoredPod,
  { hostKey, transport }: Pick<HostConnection, 'hostKey' | 'transport'>,
  at: string,
): PodPatch {
  const known = hostKey?.fingerprint === pod.host_key?.fingerprint
  return {
    connection: connectedSince(at, transport),
    ...(known || !hostKey ? {} : { host_key: { ...hostKey, pinned_at: at } }),
  }
}

/** Stores what single domains have become; null: gone. */
export async function storeMachines(
  tx: Transaction,
  podId: number,
  read: ReadonlyMap<string, MachineFacts | null>,
  addresses: Addresses,
): Promise<void> {
  const pod = await tx.pods.byId(podId)
  if (!pod) return
  const forgotten = await tx.forgotten.ofPod(podId)
  const told = [...read.values()].filter((facts) => facts !== null)
  const gone = [...read].flatMap(([uuid, facts]) => (facts ? [] : [uuid]))
  const reserved = await tx.reservations.ofPod(podId)
  const composing = reserved.filter(({ state }) => state !== 'made')
  const kept = new Set(composing.map((each) => each.domain_uuid))
  const shown = told.filter(({ uuid }) => !forgotten.has(uuid))
  await syncMachines(tx.machines, pod, shown, { complete: false, gone }, kept)
  await syncAddresses(tx.machines, podId, addresses, [...read.keys()])
}
