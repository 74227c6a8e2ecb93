import {
  storagePoolLookupByName,
  storageVolCreateXml,
  storageVolGetPath,
  storageVolGetXmlDesc,
  storageVolWipe,
  type Connection,
  type Domain,
  type StorageVol,
} from '../../../libvirt/index.ts'
import { disksOf, pathsInUse, volumeOf } from '../compose/decompose.ts'
import { deleteVolume, volumeLimit } from '../compose/volumes.ts'
import { fault, fix } from '../faults.ts'
import { HostError } from '../host-error.ts'
import { element } from '../xml/element.ts'
import { readVolumeXml, type VolumeXml } from '../xml/volume.ts'

type Call = Connection['call']
type Doomed = { vol: StorageVol; path: string; document: VolumeXml }

/** All of a large disk is written over, on storage that may be slow; the host cannot be told to stop. */
const wipeLimit = { timeoutMs: 6 * 60 * 60_000 }

/**
 * Writes zeros over all disks of a domain that is off. A wiped image of another format than raw is none any more, so
 * it is made anew: empty, of the same name, size and format. Nothing is touched unless all can be erased.
 *
 * @throws HostError, LibvirtError, or the signal's reason between two disks
 */
export async function eraseDisks(call: Call, uuid: string, signal: AbortSignal): Promise<void> {
  const dom: Domain = { name: '', uuid, id: -1 }
  const doomed = new Map<string, Doomed>()
  for (const disk of await disksOf(call, dom)) {
    const vol = await volumeOf(call, disk)
    if (!vol) {
      const what = disk.source === null ? 'is empty' : `${disk.source} is in no storage pool`
      throw refusal(`The disk ${disk.name} cannot be erased: ${what}.`)
    }
    const path = await call(storageVolGetPath, { vol })
    const document = readVolumeXml(await call(storageVolGetXmlDesc, { vol, flags: 0 }))
    doomed.set(path, { vol, path, document })
  }
  const volumes = new Map([...doomed].map(([path, { vol }]) => [path, vol]))
  const used = await pathsInUse(call, uuid, volumes)
  const shared = [...doomed.keys()].find((path) => used.has(path))
  if (shared !== undefined) {
    throw refusal(`${shared} is not erased: another machine uses it, or a volume stands on it.`)
  }
  for (const each of doomed.values()) {
    signal.throwIfAborted()
    await call(storageVolWipe, { vol: each.vol, flags: 0 }, wipeLimit)
    if (each.document.type === 'file' && each.document.format !== 'raw') await makeAnew(call, each)
  }
}

async function makeAnew(call: Call, { vol, document }: Doomed): Promise<void> {
  const { format, capacityBytes } = document
  const pool = await call(storagePoolLookupByName, { name: vol.pool })
  const { xml } = element(
    'volume',
    {},
    element('name', {}, vol.name),
    element('capacity', { unit: 'bytes' }, capacityBytes ?? 0),
    element('allocation', { unit: 'bytes' }, 0),
    element('target', {}, element('format', { type: format ?? 'raw' })),
  )
  await deleteVolume(call, vol)
  await call(storageVolCreateXml, { pool, xml, flags: 0 }, volumeLimit)
}

const refusal = (message: string) =>
  new HostError(
    fault(
      'libvirt_refused',
      message,
      fix('Release it without erase, or erase the disk on the host.'),
    ),
  )
