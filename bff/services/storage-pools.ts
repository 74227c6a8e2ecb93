/** Changes to the storage of a pod: on its host first, then in the store, which tells everyone. */
import type { Parsed } from '../../contract/endpoints.ts'
import {
  whyNotDelete,
  whyNotDeleteVolume,
  whyNotRefresh,
  whyNotStart,
  whyNotStop,
} from '../../contract/rules/storage-pools.ts'
import { mostVolumes, type StoragePoolCreate } from '../../contract/storage.ts'
import { AppError, fieldError, notFound } from '../errors.ts'
import type { Call } from '../handlers.ts'
import type { NewStoragePool } from '../hypervisor/storage/port.ts'
import { storagePoolXml } from '../hypervisor/storage/pool-xml.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Transaction } from '../store/store.ts'
import { tellHostProblems } from './host-problem.ts'
import type { PodServices } from './pod-services.ts'
import { allVolumes, describeVolumes, type PoolUse, readPool, requirePod } from './pod-storage.ts'

export type StorageServices = Pick<PodServices, 'store' | 'fleet'>

/** @throws AppError: `not_found`, or what is wrong with a field */
export async function planStoragePool(
  { store }: StorageServices,
  { id, ...input }: Parsed<'storagePoolPlan'>,
): Promise<{ xml: string }> {
  return { xml: storagePoolXml(newPool(await requirePod(store, id), input)) }
}

/**
 * Makes a storage pool and starts it; nothing is left of one that cannot be started.
 *
 * @throws AppError: `not_found`, what is wrong with a field, or why the host would not
 */
export async function createStoragePool(
  { store, fleet }: StorageServices,
  { id, ...input }: Parsed<'storagePoolCreate'>,
  call: Call,
): Promise<void> {
  const wanted = newPool(await requirePod(store, id), input)
  await tellHostProblems(call.signal, () =>
    fleet.change(id, 'storage', ({ storage }) => storage.createPool(wanted)),
  )
  await store.transaction(async (tx) => {
    const pod = await requirePod(tx, id)
    const made = pod.facts?.storagePools.find(({ name }) => name === wanted.name)
    if (input.default === true && made) {
      await tx.pods.update(id, { default_storage_pool: made.uuid })
    }
    await audit(tx, call, 'create', pod, wanted.name, input)
  })
}

function newPool({ facts }: StoredPod, input: StoragePoolCreate): NewStoragePool {
  const { name, type, autostart = true } = input
  if (facts?.storagePools.some((pool) => pool.name === name)) {
    throw fieldError('name', `The host has a storage pool ${name} already.`)
  }
  if (type === 'logical') {
    if (input.path !== undefined) {
      throw fieldError('path', 'A logical pool is where its volume group is.')
    }
    return { name, autostart, type, volumeGroup: input.volume_group ?? name }
  }
  if (input.volume_group !== undefined) {
    throw fieldError('volume_group', 'A dir pool has no volume group.')
  }
  const path = (input.path ?? `/var/lib/libvirt/${name}`).replace(/(?<=.)\/+$/, '')
  const same = facts?.storagePools.find((pool) => pool.path?.replace(/\/+$/, '') === path)
  if (same) throw fieldError('path', `The storage pool ${same.name} has this folder already.`)
  return { name, autostart, type, path }
}

type Action = 'start' | 'stop' | 'refresh'

/**
 * Starts, stops or refreshes a storage pool.
 *
 * @throws AppError: `not_found`, `conflict`, or why the host would not
 */
export async function actOnStoragePool(
  services: StorageServices,
  action: Action,
  { id, storage_pool }: Parsed<'storagePoolStart'>,
  call: Call,
): Promise<void> {
  const { store, fleet } = services
  const { pod, pool } = await readPool(store, id, storage_pool)
  await tellHostProblems(call.signal, () =>
    fleet.change(
      id,
      'storage',
      async ({ storage }) => {
        refuse(whyNot[action](await readPool(store, id, pool.uuid)))
        await storage[`${action}Pool`](pool.uuid)
      },
      { readFirst: action === 'stop' },
    ),
  )
  await store.transaction((tx) => audit(tx, call, action, pod, pool.name))
}

const whyNot: Record<Action, (use: PoolUse) => string | undefined> = {
  start: ({ pool }) => whyNotStart(pool),
  stop: ({ pool, users }) => whyNotStop(pool, users.running_machines),
  refresh: ({ pool }) => whyNotRefresh(pool),
}

/** @throws AppError: `not_found`, or why the host would not */
export async function updateStoragePool(
  { store, fleet }: StorageServices,
  { id, storage_pool, autostart }: Parsed<'storagePoolUpdate'>,
  call: Call,
): Promise<void> {
  const { pod, pool } = await readPool(store, id, storage_pool)
  if (autostart === undefined) return
  await tellHostProblems(call.signal, () =>
    fleet.change(id, 'storage', ({ storage }) => storage.setPoolAutostart(pool.uuid, autostart)),
  )
  await store.transaction((tx) => audit(tx, call, 'update', pod, pool.name, { autostart }))
}

/**
 * Has the host forget a storage pool. Its files stay, unless `delete_volumes` asks for their end.
 *
 * @throws AppError: `not_found`, `conflict` with who uses it, or why the host would not
 */
export async function deleteStoragePool(
  { store, fleet }: StorageServices,
  { id, storage_pool, delete_volumes = false }: Parsed<'storagePoolDelete'>,
  call: Call,
): Promise<void> {
  const { pod, pool } = await readPool(store, id, storage_pool)
  let deleted = 0
  await tellHostProblems(call.signal, () =>
    fleet.change(
      id,
      'storage',
      async ({ storage }) => {
        const use = await readPool(store, id, pool.uuid)
        refuse(whyNotDelete(use.pool, use.users.machines))
        if (delete_volumes) {
          const names = await doomed(store, use)
          await storage.deleteVolumes(pool.uuid, names)
          deleted = names.length
        }
        await storage.removePool(pool.uuid)
      },
      { readFirst: true },
    ),
  )
  const detail = { delete_volumes, deleted_volumes: deleted }
  await store.transaction((tx) => audit(tx, call, 'delete', pod, pool.name, detail))
}

/** The names of all volumes of a pool, where every one may go. */
async function doomed(
  store: StorageServices['store'],
  use: Awaited<ReturnType<typeof readPool>>,
): Promise<string[]> {
  const { pool, pod, stored } = use
  refuse(whyNotRefresh(pool))
  if (!stored || stored.total > mostVolumes) {
    throw conflict(
      `The storage pool ${pool.name} holds more volumes than Podyard looks at. Delete them on the host, or keep them.`,
    )
  }
  const own = new Set(stored.volumes.map(({ name }) => name))
  for (const volume of describeVolumes(use, stored.volumes, await allVolumes(store, pod))) {
    // Those of this pool go together, whatever stands on what.
    const backs = volume.backs.filter((name) => !own.has(name))
    refuse(whyNotDeleteVolume({ ...volume, backs }))
  }
  return [...own]
}

/**
 * Deletes a volume with all that is in it, when the host itself says that nothing uses it.
 *
 * @throws AppError: `not_found`, `conflict` with who uses it, or why the host would not
 */
export async function deleteVolume(
  { store, fleet }: StorageServices,
  { id, storage_pool, volume }: Parsed<'volumeDelete'>,
  call: Call,
): Promise<void> {
  const { pod, pool } = await readPool(store, id, storage_pool)
  await tellHostProblems(call.signal, () =>
    fleet.change(
      id,
      'storage',
      async ({ storage }) => {
        const use = await readPool(store, id, pool.uuid)
        refuse(whyNotRefresh(use.pool))
        const found = use.stored?.volumes.filter(({ name }) => name === volume) ?? []
        const [described] = describeVolumes(use, found, await allVolumes(store, use.pod))
        if (!described) throw notFound()
        refuse(whyNotDeleteVolume(described))
        await storage.deleteVolumes(pool.uuid, [volume])
      },
      { readFirst: true },
    ),
  )
  await store.transaction((tx) => audit(tx, call, 'delete_volume', pod, pool.name, { volume }))
}

const conflict = (message: string) => new AppError('conflict', message)

function refuse(reason: string | undefined): void {
  if (reason !== undefined) throw conflict(reason)
}

const audit = (
  tx: Transaction,
  call: Call,
  action: 'create' | 'update' | 'delete' | 'delete_volume' | Action,
  pod: StoredPod,
  name: string,
  detail: Record<string, unknown> = {},
): Promise<void> =>
  tx.audit.add({
    username: call.user.username,
    action: `storage_pool.${action}`,
    subject: `pod ${pod.name}, storage pool ${name}`,
    source_ip: call.ip,
    detail,
  })
