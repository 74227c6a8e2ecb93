/** What is in the storage pools of a host, and which domains hold on to it. */
import {
  connectListAllStoragePools,
  LibvirtError,
  ListFlag,
  storagePoolListAllVolumes,
  storageVolGetXmlDesc,
  type Connection,
  type StoragePool,
  type StorageVol,
} from '../../../libvirt/index.ts'
import { isLogPool } from '../consoles/serial-log.ts'
import type { Holder, PoolVolumes, VolumeFacts } from '../../facts.ts'
import { byName } from '../derive.ts'
import { readDocuments } from '../domain-documents.ts'
import { inSlices } from '../slices.ts'
import { attempt, isRefused } from '../waves.ts'
import { readDiskSources } from '../xml/disk-sources.ts'
import { orNull } from '../xml/scan.ts'
import { readVolumeXml } from '../xml/volume.ts'

/** Thousands of volumes are looked at one by one by the host, on storage that may be slow. */
const limit = { timeoutMs: 60_000 }

/** Two waves, at any number of volumes and domains: one lists, one describes. */
export async function readVolumes(
  call: Connection['call'],
  mostOfEach: number,
): Promise<PoolVolumes[]> {
  const [pools, holders] = await Promise.all([
    call(connectListAllStoragePools, { needResults: true, flags: ListFlag.active }, limit),
    readHolders(call),
  ])
  const lasting = pools.filter((pool) => !isLogPool(pool))
  const read = await Promise.all(lasting.map((pool) => readPool(call, pool, mostOfEach, holders)))
  return read.filter((volumes) => volumes !== null)
}

/** Null where the pool cannot tell: what was known of it stays. */
async function readPool(
  call: Connection['call'],
  pool: StoragePool,
  most: number,
  holders: Holders,
): Promise<PoolVolumes | null> {
  const listed = await attempt(
    call(storagePoolListAllVolumes, { pool, needResults: true, flags: 0 }, limit),
  )
  if (isRefused(listed)) return null
  const told = listed.toSorted(byName).slice(0, most)
  const volumes = await Promise.all(told.map((vol) => readVolume(call, vol, holders)))
  const there = volumes.filter((volume) => volume !== null)
  return {
    poolUuid: pool.uuid,
    total: listed.length - (volumes.length - there.length),
    volumes: there,
  }
}

/** Null for one that went away meanwhile. */
async function readVolume(
  call: Connection['call'],
  vol: StorageVol,
  holders: Holders,
): Promise<VolumeFacts | null> {
  const xml = await attempt(call(storageVolGetXmlDesc, { vol, flags: 0 }, limit))
  if (isRefused(xml) && isGone(xml.refused)) return null
  const document = isRefused(xml) ? null : await inSlices(() => readVolumeOrNull(xml))
  const path = document?.path ?? (vol.key.startsWith('/') ? vol.key : null)
  const names = [`${vol.pool}/${vol.name}`, ...(path === null ? [] : [path])]
  const heldBy = new Map(names.flatMap((name) => Array.from(holders.get(name) ?? [])))
  return {
    name: vol.name,
    path,
    type: document?.type ?? '',
    format: document?.format ?? null,
    capacityBytes: document?.capacityBytes ?? null,
    allocationBytes: document?.allocationBytes ?? null,
    backing: document?.backing ?? null,
    heldBy: [...heldBy.values()].toSorted(byName),
  }
}

const isGone = (error: unknown) =>
  error instanceof LibvirtError && error.codeName === 'VIR_ERR_NO_STORAGE_VOL'

/** Domains by what they hold, each once. */
type Holders = ReadonlyMap<string, ReadonlyMap<string, Holder>>

async function readHolders(call: Connection['call']): Promise<Holders> {
  const holders = new Map<string, Map<string, Holder>>()
  for (const { domain, document } of await readDocuments(call, readDiskSources)) {
    for (const source of document) {
      const found = holders.get(source) ?? new Map<string, Holder>()
      holders.set(source, found.set(domain.uuid, domain))
    }
  }
  return holders
}

const readVolumeOrNull = orNull(readVolumeXml)
