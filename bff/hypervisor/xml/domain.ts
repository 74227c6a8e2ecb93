import { scanXml, type Attribute } from './scan.ts'

/** A disk as the domain's document describes it; `device` other than disk (cdrom, floppy, lun) is left out. */
export type DomainDisk = {
  /** Target device: `vda`. */
  name: string
  /** What backs it, as written in the document; null for an empty one. */
  source: string | null
  /** For a disk that is a volume: the name of its storage pool. */
  poolName: string | null
  bus: string | null
}

export type DomainInterface = {
  /** Device on the host (`vnet0`) of a running domain. */
  target: string | null
  mac: string
  type: string
  source: string | null
  model: string | null
}

export type DomainXml = {
  name: string
  uuid: string
  /** The most it may have; null where the document does not say, or says what is no number. */
  vcpus: number | null
  memoryKiB: number | null
  /** libvirt's word: `x86_64`. */
  arch: string
  disks: DomainDisk[]
  interfaces: DomainInterface[]
}

const bytesPerUnit: ReadonlyMap<string, number> = new Map([
  ['b', 1],
  ['bytes', 1],
  ['k', 1024],
  ['KiB', 1024],
  ['KB', 1000],
  ['M', 1024 ** 2],
  ['MiB', 1024 ** 2],
  ['MB', 1e6],
  ['G', 1024 ** 3],
  ['GiB', 1024 ** 3],
  ['GB', 1e9],
  ['T', 1024 ** 4],
  ['TiB', 1024 ** 4],
  ['TB', 1e12],
])

/** A number as libvirt writes it: digits alone, and exact. Null for anything else. */
function wholeNumber(text: string): number | null {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  return Number.isSafeInteger(value) ? value : null
}

/** Null for what is no amount, is over 2^53 bytes, or has a unit that is not known here. */
function kibOf(text: string, unit: string): number | null {
  const bytes = (wholeNumber(text) ?? NaN) * (bytesPerUnit.get(unit) ?? NaN)
  return Number.isSafeInteger(bytes) ? Math.floor(bytes / 1024) : null
}

/**
 * Reads `virsh dumpxml`. What is missing in it is left empty or null, never refused.
 *
 * @throws XmlError
 */
export function readDomainXml(xml: string): DomainXml {
  const domain: DomainXml = {
    name: '',
    uuid: '',
    vcpus: null,
    memoryKiB: null,
    arch: '',
    disks: [],
    interfaces: [],
  }
  let memoryUnit = 'KiB'
  let disk: (DomainDisk & { device: string }) | undefined
  let nic: DomainInterface | undefined
  scanXml(withoutMetadata(xml), {
    // Whole paths, because metadata, mirrors and backing chains have disks and sources of their own.
    open(path, attribute) {
      if (path === 'domain/memory') memoryUnit = attribute('unit') ?? 'KiB'
      else if (path === 'domain/os/type') domain.arch = attribute('arch') ?? ''
      else if (path === 'domain/devices/disk') {
        const device = attribute('device') ?? 'disk'
        disk = { name: '', source: null, poolName: null, bus: null, device }
      } else if (path === 'domain/devices/interface') {
        const type = attribute('type') ?? ''
        nic = { target: null, mac: '', type, source: null, model: null }
      } else if (disk) openInDisk(disk, path, attribute)
      else if (nic) openInInterface(nic, path, attribute)
    },
    close(path, text) {
      if (path === 'domain/name') domain.name = text
      else if (path === 'domain/uuid') domain.uuid = text.toLowerCase()
      else if (path === 'domain/vcpu') domain.vcpus = wholeNumber(text)
      else if (path === 'domain/memory') domain.memoryKiB = kibOf(text, memoryUnit)
      else if (path === 'domain/devices/disk') {
        if (disk?.device === 'disk') {
          const { device: _, ...kept } = disk
          domain.disks.push(kept)
        }
        disk = undefined
      } else if (path === 'domain/devices/interface') {
        if (nic) domain.interfaces.push(nic)
        nic = undefined
      }
    },
  })
  return domain
}

/** Others keep in there what they like, under names that the parser does not take if they are not ASCII. */
export function withoutMetadata(xml: string): string {
  const start = xml.indexOf('<metadata')
  if (start < 0) return xml
  const end = xml.lastIndexOf('</metadata>')
  return end < start ? xml : xml.slice(0, start) + xml.slice(end + '</metadata>'.length)
}

function openInDisk(disk: DomainDisk, path: string, attribute: Attribute): void {
  if (path === 'domain/devices/disk/target') {
    disk.name = attribute('dev') ?? ''
    disk.bus = attribute('bus') ?? null
  } else if (path === 'domain/devices/disk/source') {
    disk.poolName = attribute('pool') ?? null
    disk.source =
      attribute('file') ??
      attribute('dev') ??
      attribute('dir') ??
      inPool(attribute) ??
      onNetwork(attribute)
  }
}

function inPool(attribute: Attribute): string | undefined {
  const [pool, volume] = [attribute('pool'), attribute('volume')]
  return pool === undefined || volume === undefined ? undefined : `${pool}/${volume}`
}

function onNetwork(attribute: Attribute): string | null {
  const protocol = attribute('protocol')
  return protocol === undefined ? null : `${protocol}:${attribute('name') ?? ''}`
}

function openInInterface(nic: DomainInterface, path: string, attribute: Attribute): void {
  if (path === 'domain/devices/interface/mac') nic.mac = (attribute('address') ?? '').toLowerCase()
  else if (path === 'domain/devices/interface/model') nic.model = attribute('type') ?? null
  else if (path === 'domain/devices/interface/target') nic.target = attribute('dev') ?? null
  else if (path === 'domain/devices/interface/source') {
    // A running interface on a network also names the bridge behind it; what was asked for counts.
    nic.source =
      attribute('network') ?? attribute('bridge') ?? attribute('dev') ?? attribute('path') ?? null
  }
}
