import {
  connectListAllDomains,
  connectListAllStoragePools,
  domainDestroy,
  domainGetXmlDesc,
  domainLookupByUuid,
  DomainXmlFlag,
  LibvirtError,
  ListFlag,
  storagePoolListAllVolumes,
  storagePoolLookupByName,
  storageVolGetPath,
  storageVolGetXmlDesc,
  storageVolLookupByName,
  storageVolLookupByPath,
  type Connection,
  type Domain,
  type StorageVol,
} from '../../../libvirt/index.ts'
import { readDomainXml, type DomainDisk } from '../xml/domain.ts'
import { scanXml } from '../xml/scan.ts'
import type { Doomed, Removed } from './port.ts'
import { undefineDomain } from './undefine.ts'
import { deleteVolume, findVolume, unlessGone } from './volumes.ts'

type Call = Connection['call']

/** As it is and as it will be: a disk may have been attached or detached for one of them only. */
const bothDocuments = [0, DomainXmlFlag.inactive]

/**
 * Everything is looked up before anything is touched, and the domain goes last: whatever fails in between, the machine
 * is still there to be removed again.
 */
export async function decomposeMachine({ call }: Connection, doomed: Doomed): Promise<Removed> {
  const dom = await unlessGone(call(domainLookupByUuid, { uuid: doomed.uuid }))
  const disks = dom ? await disksOf(call, dom) : []
  const found = await Promise.all([
    ...doomed.volumes.map((each) => findVolume(call, each)),
    ...disks.map((disk) => volumeOf(call, disk)),
  ])
  const volumes = new Map<string, StorageVol>()
  for (const volume of found) {
    if (volume) volumes.set(await call(storageVolGetPath, { vol: volume }), volume)
  }
  const used = volumes.size === 0 ? new Set<string>() : await pathsInUse(call, doomed.uuid, volumes)
  const deleted = [...volumes.keys()].filter((path) => !used.has(path))
  const sources = disks.map(({ source }) => source).filter((source) => source !== null)

  if (dom) await switchOff(call, dom)
  for (const path of deleted) {
    const volume = volumes.get(path)
    if (volume) await deleteVolume(call, volume)
  }
  if (dom) await undefineDomain(call, dom)
  const kept = [...volumes.keys(), ...sources].filter((path) => !deleted.includes(path))
  return { deleted, kept: [...new Set(kept)] }
}

/** Every disk of it, as it is and as it will be. */
export async function disksOf(call: Call, dom: Domain): Promise<DomainDisk[]> {
  const documents = await Promise.all(
    bothDocuments.map((flags) => unlessGone(call(domainGetXmlDesc, { dom, flags }))),
  )
  return documents.flatMap((xml) => (xml === undefined ? [] : readDomainXml(xml).disks))
}

/** The volume behind a disk; undefined for one that is none, or gone. */
export async function volumeOf(call: Call, { source, poolName }: DomainDisk) {
  if (source === null) return undefined
  if (poolName === null) {
    return source.startsWith('/')
      ? unlessGone(call(storageVolLookupByPath, { path: source }))
      : undefined
  }
  const pool = await unlessGone(call(storagePoolLookupByName, { name: poolName }))
  const name = source.slice(poolName.length + 1)
  return pool && unlessGone(call(storageVolLookupByName, { pool, name }))
}

/** Paths that other domains have as a disk, and those that other volumes are layered upon. */
export async function pathsInUse(
  call: Call,
  uuid: string,
  doomed: ReadonlyMap<string, StorageVol>,
): Promise<Set<string>> {
  const all = { needResults: true, flags: ListFlag.all }
  const active = { needResults: true, flags: ListFlag.active }
  const [domains, pools] = await Promise.all([
    call(connectListAllDomains, all),
    call(connectListAllStoragePools, active),
  ])
  const others = domains.filter((each) => each.uuid !== uuid)
  const disks = (await Promise.all(others.map((each) => disksOf(call, each)))).flat()
  const theirs = await Promise.all(
    disks.map(async (disk) => {
      if (disk.poolName === null) return disk.source
      const volume = await volumeOf(call, disk)
      return volume ? call(storageVolGetPath, { vol: volume }) : null
    }),
  )
  const volumes = await Promise.all(
    pools.map((pool) => call(storagePoolListAllVolumes, { pool, needResults: true, flags: 0 })),
  )
  const layered = await Promise.all(
    volumes
      .flat()
      .filter(({ key }) => ![...doomed.values()].some((volume) => volume.key === key))
      .map(async (vol) => {
        const xml = await unlessGone(call(storageVolGetXmlDesc, { vol, flags: 0 }))
        return xml === undefined ? null : backingPath(xml)
      }),
  )
  return new Set([...theirs, ...layered].filter((path) => path !== null))
}

function backingPath(xml: string): string | null {
  let path: string | null = null
  scanXml(xml, {
    close(at, text) {
      if (at === 'volume/backingStore/path') path = text
    },
  })
  return path
}

/** One that is off already is none to switch off. */
async function switchOff(call: Call, dom: Domain): Promise<void> {
  try {
    await unlessGone(call(domainDestroy, { dom }))
  } catch (error) {
    if (!(error instanceof LibvirtError && error.codeName === 'VIR_ERR_OPERATION_INVALID')) {
      throw error
    }
  }
}
