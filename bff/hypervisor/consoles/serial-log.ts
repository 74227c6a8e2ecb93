import { buffer } from 'node:stream/consumers'
import { basename, dirname, normalize } from 'node:path/posix'
import {
  LibvirtError,
  storagePoolCreateXml,
  storagePoolDestroy,
  storagePoolLookupByTargetPath,
  storagePoolRefresh,
  storageVolDownload,
  storageVolGetInfoFlags,
  StorageVolInfoFlag,
  storageVolLookupByName,
  type Connection,
  type StoragePool,
} from '../../../libvirt/index.ts'
import type { LogEnd } from './port.ts'

/**
 * Logs of serial ports are root's alone (virtlogd makes them 0600). libvirtd is root, and reads the volumes of storage
 * pools out for us: so the folder of logs is a pool for the moment of the reading. Nothing else shall see it.
 */
export const logPoolName = 'podyard-serial-logs'

export const isLogPool = ({ name }: { name: string }) => name === logPoolName

/** Where libvirt itself puts logs, and where host's security modules let virtlogd write. */
const logRoot = '/var/log/libvirt/'

/** Whether a log is where it may be read: a path of a document leads nowhere else, and its folder goes into XML. */
export const isWithinReach = (path: string) =>
  path === normalize(path) && path.startsWith(logRoot) && /^[\w./-]+$/.test(dirname(path))

const limit = { timeoutMs: 10_000 }

/**
 * The end of a log, at most `bytes` of it; null where there is no such file.
 *
 * @throws what calls and streams throw
 */
export async function readLogEnd(
  { call, openStream }: Pick<Connection, 'call' | 'openStream'>,
  path: string,
  bytes: number,
): Promise<LogEnd | null> {
  const { pool, isOurs } = await openPool(call, dirname(path))
  try {
    const vol = await call(storageVolLookupByName, { pool, name: basename(path) }, limit)
    // What the guest wrote may look like a disk image of any size: only the length of the file counts.
    const flags = StorageVolInfoFlag.getPhysical
    const { allocation: size } = await call(storageVolGetInfoFlags, { vol, flags }, limit)
    const length = Math.min(size, bytes)
    if (length === 0) return { bytes: Buffer.alloc(0), size }
    const part = { vol, offset: size - length, length, flags: 0 }
    const { stream } = await openStream(storageVolDownload, part, limit)
    return { bytes: await buffer(stream), size }
  } catch (error) {
    if (isCode(error, 'VIR_ERR_NO_STORAGE_VOL')) return null
    throw error
  } finally {
    if (isOurs) await call(storagePoolDestroy, { pool }, limit).catch(() => {})
  }
}

/** The folder may be a pool already: somebody's, or ours of another reader. That one stays. */
async function openPool(call: Connection['call'], folder: string) {
  const xml = `<pool type="dir"><name>${logPoolName}</name><target><path>${folder}</path></target></pool>`
  try {
    return { pool: await call(storagePoolCreateXml, { xml, flags: 0 }, limit), isOurs: true }
  } catch (error) {
    if (!(error instanceof LibvirtError)) throw error
    const pool: StoragePool = await call(
      storagePoolLookupByTargetPath,
      { path: folder },
      limit,
    ).catch(() => {
      throw error
    })
    await call(storagePoolRefresh, { pool, flags: 0 }, limit)
    return { pool, isOurs: false }
  }
}

const isCode = (error: unknown, code: LibvirtError['codeName']) =>
  error instanceof LibvirtError && error.codeName === code
