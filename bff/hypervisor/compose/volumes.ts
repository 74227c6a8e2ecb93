import {
  LibvirtError,
  storagePoolGetXmlDesc,
  storagePoolLookupByUuid,
  storageVolCreateXml,
  storageVolDelete,
  storageVolGetInfo,
  storageVolGetPath,
  storageVolLookupByName,
  type Connection,
  type StorageVol,
} from '../../../libvirt/index.ts'
import { fault, fix } from '../faults.ts'
import { HostError } from '../host-error.ts'
import { element } from '../xml/element.ts'
import { readPoolXml } from '../xml/pool.ts'
import type { DiskSource } from './domain-xml.ts'
import type { DiskPlan } from './port.ts'

type Call = Connection['call']

export type MadeVolume = { volume: StorageVol; source: DiskSource; growsBytes: number }

/** Making a volume may mean writing to slow storage. */
export const volumeLimit = { timeoutMs: 60_000 }

/**
 * By type of pool: what a volume in it is, and whether it takes up space only as it is written. Thin logical volumes
 * would need a thin pool, which libvirt cannot tell from a plain volume group.
 */
const kinds: Readonly<Record<string, { type: DiskSource['type']; format: string; thin: boolean }>> =
  {
    dir: { type: 'file', format: 'qcow2', thin: true },
    fs: { type: 'file', format: 'qcow2', thin: true },
    netfs: { type: 'file', format: 'qcow2', thin: true },
    zfs: { type: 'block', format: 'raw', thin: true },
    logical: { type: 'block', format: 'raw', thin: false },
  }

/**
 * Makes the volume of one disk.
 *
 * @throws HostError for a kind of storage pool that Podyard makes no disks in; LibvirtError
 */
export async function makeVolume(call: Call, disk: DiskPlan): Promise<MadeVolume> {
  const pool = await call(storagePoolLookupByUuid, { uuid: disk.pool })
  const { type } = readPoolXml(await call(storagePoolGetXmlDesc, { pool, flags: 0 }))
  const kind = kinds[type]
  if (!kind) {
    throw new HostError(
      fault(
        'libvirt_refused',
        `The storage pool ${pool.name} is of the type ${type}, in which Podyard makes no disks.`,
        fix(`Choose one of the types ${Object.keys(kinds).join(', ')}.`),
      ),
    )
  }
  const { xml } = element(
    'volume',
    {},
    element('name', {}, disk.volume),
    element('capacity', { unit: 'bytes' }, disk.bytes),
    element('allocation', { unit: 'bytes' }, kind.thin ? 0 : disk.bytes),
    kind.type === 'file' && element('target', {}, element('format', { type: kind.format })),
  )
  const volume = await call(storageVolCreateXml, { pool, xml, flags: 0 }, volumeLimit)
  try {
    const [path, info] = await Promise.all([
      call(storageVolGetPath, { vol: volume }),
      call(storageVolGetInfo, { vol: volume }),
    ])
    const { type: sourceType, format } = kind
    return {
      volume,
      source: { name: disk.name, type: sourceType, path, format },
      growsBytes: Math.max(0, info.capacity - info.allocation),
    }
  } catch (error) {
    await deleteVolume(call, volume)
    throw error
  }
}

/** One that is gone already is none to delete. @throws LibvirtError */
export async function deleteVolume(call: Call, vol: StorageVol): Promise<void> {
  await unlessGone(call(storageVolDelete, { vol, flags: 0 }, volumeLimit))
}

/** Undefined where the pool or the volume is not there. @throws LibvirtError, as when the pool is not running */
export async function findVolume(
  call: Call,
  { pool, volume }: Pick<DiskPlan, 'pool' | 'volume'>,
): Promise<StorageVol | undefined> {
  const found = await unlessGone(call(storagePoolLookupByUuid, { uuid: pool }))
  return found && unlessGone(call(storageVolLookupByName, { pool: found, name: volume }))
}

const gone = new Set(['VIR_ERR_NO_STORAGE_VOL', 'VIR_ERR_NO_STORAGE_POOL', 'VIR_ERR_NO_DOMAIN'])

/** Undefined where what the call is about does not exist. */
export async function unlessGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call
  } catch (error) {
    if (error instanceof LibvirtError && gone.has(error.codeName ?? '')) return undefined
    throw error
  }
}
