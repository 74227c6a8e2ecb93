import type { Procedure } from '../rpc/procedure.ts'
import { StorageVolType } from '../protocol/constants-storage.ts'
import * as volumes from '../protocol/storage-vol.ts'
import type { StorageVol } from '../protocol/types.ts'
import {
  answering,
  FakeRefusal,
  findPool,
  remove,
  required,
  type FakeAnswer,
} from './fake-answer.ts'
import type { FakeHost, FakeVolume } from './fake-host.ts'
import { findVolume, requireActive, volumeRefOf } from './fake-storage.ts'
import { parseVolumeXml, volumeXml } from './fake-xml.ts'

function create(host: FakeHost, poolUuid: string, volume: FakeVolume): StorageVol {
  const pool = requireActive(findPool(host, poolUuid))
  if (pool.volumes.some(({ name }) => name === volume.name)) {
    const message = `storage volume '${volume.name}' exists already`
    throw new FakeRefusal('VIR_ERR_STORAGE_VOL_EXIST', message)
  }
  pool.volumes.push(volume)
  return volumeRefOf(pool, volume)
}

/** A volume's key is its path. */
function byPath({ pools }: FakeHost, path: string): StorageVol {
  const refs = pools.flatMap((pool) => pool.volumes.map((volume) => volumeRefOf(pool, volume)))
  const found = refs.find(({ key }) => key === path)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_STORAGE_VOL', `no storage vol with matching path '${path}'`)
}

function wipe(volume: FakeVolume): void {
  volume.content &&= Buffer.alloc(volume.content.length)
}

export const volumeAnswers: readonly FakeAnswer[] = [
  answering(volumes.storageVolLookupByName, ({ pool, name }, { host }) => {
    const found = findVolume(host, { pool: pool.name, name, key: '' })
    return volumeRefOf(found.pool, found.volume)
  }),
  ...[volumes.storageVolLookupByKey, volumes.storageVolLookupByPath].map((procedure) =>
    answering(
      procedure as Procedure<{ key?: string; path?: string }, StorageVol>,
      (args, { host }) => byPath(host, args.key ?? args.path ?? ''),
    ),
  ),
  answering(volumes.storageVolGetXmlDesc, ({ vol }, { host }) => {
    const { pool, volume } = findVolume(host, vol)
    return volumeXml(volume, volumeRefOf(pool, volume).key)
  }),
  answering(volumes.storageVolGetPath, ({ vol }, { host }) => {
    const { pool, volume } = findVolume(host, vol)
    return volumeRefOf(pool, volume).key
  }),
  answering(volumes.storageVolCreateXml, ({ pool, xml }, { host }) =>
    create(host, pool.uuid, required(parseVolumeXml(xml))),
  ),
  answering(volumes.storageVolCreateXmlFrom, ({ pool, xml, clonevol }, { host }) => {
    const { capacityBytes, allocationBytes, content } = findVolume(host, clonevol).volume
    const { name, capacityBytes: wanted } = required(parseVolumeXml(xml))
    const size = { capacityBytes: Math.max(wanted, capacityBytes), allocationBytes }
    return create(host, pool.uuid, { name, ...size, ...(content && { content }) })
  }),
  answering(volumes.storageVolWipe, ({ vol }, { host }) => wipe(findVolume(host, vol).volume)),
  answering(volumes.storageVolWipePattern, ({ vol }, { host }) =>
    wipe(findVolume(host, vol).volume),
  ),
  answering(volumes.storageVolGetInfoFlags, ({ vol }, { host }) => {
    const { capacityBytes, allocationBytes } = findVolume(host, vol).volume
    return { type: StorageVolType.file, capacity: capacityBytes, allocation: allocationBytes }
  }),
  answering(volumes.storageVolDelete, ({ vol }, { host }) => {
    const { pool, volume } = findVolume(host, vol)
    remove(pool.volumes, volume)
  }),
  answering(volumes.storageVolGetInfo, ({ vol }, { host }) => {
    const { capacityBytes, allocationBytes } = findVolume(host, vol).volume
    return { type: StorageVolType.file, capacity: capacityBytes, allocation: allocationBytes }
  }),
  answering(volumes.storageVolResize, ({ vol, capacity }, { host }) => {
    findVolume(host, vol).volume.capacityBytes = capacity
  }),
]
