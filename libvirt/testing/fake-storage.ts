import { StoragePoolLifecycle } from '../protocol/constants-events.ts'
import { StoragePoolState } from '../protocol/constants-storage.ts'
import { connectListAllStoragePools } from '../protocol/connect.ts'
import { storagePoolEventLifecycle, storagePoolEventRefresh } from '../protocol/object-events.ts'
import * as pools from '../protocol/storage-pool.ts'
import type { StoragePool, StorageVol } from '../protocol/types.ts'
import {
  answering,
  FakeRefusal,
  findPool,
  remove,
  required,
  upsert,
  type FakeAnswer,
  type FakeContext,
} from './fake-answer.ts'
import type { FakeHost, FakePool, FakeVolume } from './fake-host.ts'
import { parsePoolXml, poolXml } from './fake-xml.ts'

const refOf = ({ name, uuid }: FakePool): StoragePool => ({ name, uuid })

export const volumeRefOf = (pool: FakePool, { name }: FakeVolume): StorageVol => ({
  pool: pool.name,
  name,
  key: `${pool.path}/${name}`,
})

function emitLifecycle({ emit }: FakeContext, pool: FakePool, event: number): void {
  emit(storagePoolEventLifecycle, { pool: refOf(pool), event, detail: 0 })
}

export function requireActive(pool: FakePool): FakePool {
  if (pool.state === StoragePoolState.running) return pool
  throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', `storage pool '${pool.name}' is not active`)
}

export function findVolume(host: FakeHost, vol: StorageVol) {
  const pool = host.pools.find(({ name }) => name === vol.pool)
  const volume = pool?.volumes.find(({ name }) => name === vol.name)
  if (pool && volume) return { pool, volume }
  throw new FakeRefusal('VIR_ERR_NO_STORAGE_VOL', `Storage volume not found: '${vol.name}'`)
}

function setState(state: number, event: number) {
  return ({ pool }: { readonly pool: StoragePool }, context: FakeContext) => {
    const found = findPool(context.host, pool.uuid)
    found.state = state
    emitLifecycle(context, found, event)
  }
}

export const storageAnswers: readonly FakeAnswer[] = [
  answering(connectListAllStoragePools, ({ needResults }, { host }) =>
    needResults ? host.pools.map(refOf) : [],
  ),
  answering(pools.storagePoolLookupByName, ({ name }, { host }) => {
    const found = host.pools.find((pool) => pool.name === name)
    if (found) return refOf(found)
    throw new FakeRefusal(
      'VIR_ERR_NO_STORAGE_POOL',
      `Storage pool not found: no storage pool with matching name '${name}'`,
    )
  }),
  answering(pools.storagePoolLookupByUuid, ({ uuid }, { host }) => refOf(findPool(host, uuid))),
  answering(pools.storagePoolLookupByVolume, ({ vol }, { host }) =>
    refOf(findVolume(host, vol).pool),
  ),
  answering(pools.storagePoolLookupByTargetPath, ({ path }, { host }) => {
    const found = host.pools.find((pool) => pool.path === path)
    if (found) return refOf(found)
    throw new FakeRefusal('VIR_ERR_NO_STORAGE_POOL', `no storage pool with target '${path}'`)
  }),
  answering(
    pools.storagePoolIsActive,
    ({ pool }, { host }) => findPool(host, pool.uuid).state === StoragePoolState.running,
  ),
  answering(
    pools.storagePoolIsPersistent,
    ({ pool }, { host }) => findPool(host, pool.uuid).persistent,
  ),
  answering(
    pools.storagePoolNumOfVolumes,
    ({ pool }, { host }) => requireActive(findPool(host, pool.uuid)).volumes.length,
  ),
  answering(pools.storagePoolGetInfo, ({ pool }, { host }) => {
    const { state, capacityBytes, allocationBytes } = findPool(host, pool.uuid)
    const active = state === StoragePoolState.running
    const capacity = active ? capacityBytes : 0
    const allocation = active ? allocationBytes : 0
    return { state, capacity, allocation, available: capacity - allocation }
  }),
  answering(pools.storagePoolGetXmlDesc, ({ pool }, { host }) =>
    poolXml(findPool(host, pool.uuid)),
  ),
  answering(pools.storagePoolRefresh, ({ pool }, { host, emit }) => {
    emit(storagePoolEventRefresh, { pool: refOf(requireActive(findPool(host, pool.uuid))) })
  }),
  answering(
    pools.storagePoolGetAutostart,
    ({ pool }, { host }) => findPool(host, pool.uuid).autostart,
  ),
  answering(pools.storagePoolSetAutostart, ({ pool, autostart }, { host }) => {
    findPool(host, pool.uuid).autostart = autostart
  }),
  answering(pools.storagePoolListAllVolumes, ({ pool }, { host }) => {
    const found = requireActive(findPool(host, pool.uuid))
    return found.volumes.map((volume) => volumeRefOf(found, volume))
  }),
  answering(pools.storagePoolDefineXml, ({ xml }, context) => {
    const pool = required(parsePoolXml(xml))
    upsert(context.host.pools, pool)
    emitLifecycle(context, pool, StoragePoolLifecycle.defined)
    return refOf(pool)
  }),
  answering(pools.storagePoolBuild, ({ pool }, { host }) => void findPool(host, pool.uuid)),
  answering(
    pools.storagePoolCreate,
    setState(StoragePoolState.running, StoragePoolLifecycle.started),
  ),
  answering(
    pools.storagePoolDestroy,
    setState(StoragePoolState.inactive, StoragePoolLifecycle.stopped),
  ),
  answering(pools.storagePoolDelete, ({ pool }, { host }) => {
    findPool(host, pool.uuid).volumes.length = 0
  }),
  answering(pools.storagePoolUndefine, ({ pool }, context) => {
    const found = findPool(context.host, pool.uuid)
    remove(context.host.pools, found)
    emitLifecycle(context, found, StoragePoolLifecycle.undefined)
  }),
]
