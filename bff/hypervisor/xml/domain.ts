import { scanXml, type Attributes } from './scan.ts'

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
  /** The most it may have. */
  vcpus: number
  memoryKiB: number
  /** libvirt's word: `x86_64`. */
  arch: string
  disks: DomainDisk[]
  interfaces: DomainInterface[]
}

const kibPerUnit: Record<string, number> = {
  b: 1 / 1024,
  bytes: 1 / 1024,
  k: 1,
  KiB: 1,
  KB: 1000 / 1024,
  M: 1024,
  MiB: 1024,
  MB: 1e6 / 1024,
  G: 1024 ** 2,
  GiB: 1024 ** 2,
  GB: 1e9 / 1024,
  T: 1024 ** 3,
  TiB: 1024 ** 3,
  TB: 1e12 / 1024,
}

/**
 * Reads `virsh dumpxml`. What is missing in it is left empty or 0, never refused.
 *
 * @throws XmlError
 */
export function readDomainXml(xml: string): DomainXml {
  const domain: DomainXml = {
    name: '',
    uuid: '',
    vcpus: 0,
    memoryKiB: 0,
    arch: '',
    disks: [],
    interfaces: [],
  }
  let memoryUnit = 'KiB'
  let disk: (DomainDisk & { device: string }) | undefined
  let nic: DomainInterface | undefined
  scanXml(xml, {
    // Whole paths, because metadata, mirrors and backing chains have disks and sources of their own.
    open(path, attributes) {
      if (path === 'domain/memory') memoryUnit = attributes['unit'] ?? 'KiB'
      else if (path === 'domain/os/type') domain.arch = attributes['arch'] ?? ''
      else if (path === 'domain/devices/disk') {
        const device = attributes['device'] ?? 'disk'
        disk = { name: '', source: null, poolName: null, bus: null, device }
      } else if (path === 'domain/devices/interface') {
        const type = attributes['type'] ?? ''
        nic = { target: null, mac: '', type, source: null, model: null }
      } else if (disk) openInDisk(disk, path, attributes)
      else if (nic) openInInterface(nic, path, attributes)
    },
    close(path, text) {
      if (path === 'domain/name') domain.name = text
      else if (path === 'domain/uuid') domain.uuid = text.toLowerCase()
      else if (path === 'domain/vcpu') domain.vcpus = Number.parseInt(text, 10) || 0
      else if (path === 'domain/memory') {
        domain.memoryKiB = Math.floor((Number(text) || 0) * (kibPerUnit[memoryUnit] ?? 1))
      } else if (path === 'domain/devices/disk') {
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

function openInDisk(disk: DomainDisk, path: string, attributes: Attributes): void {
  if (path === 'domain/devices/disk/target') {
    disk.name = attributes['dev'] ?? ''
    disk.bus = attributes['bus'] ?? null
  } else if (path === 'domain/devices/disk/source') {
    const { file, dev, dir, protocol, name, pool, volume } = attributes
    disk.poolName = pool ?? null
    disk.source =
      file ??
      dev ??
      dir ??
      (pool !== undefined && volume !== undefined ? `${pool}/${volume}` : undefined) ??
      (protocol === undefined ? null : `${protocol}:${name ?? ''}`)
  }
}

function openInInterface(nic: DomainInterface, path: string, attributes: Attributes): void {
  if (path === 'domain/devices/interface/mac') nic.mac = (attributes['address'] ?? '').toLowerCase()
  else if (path === 'domain/devices/interface/model') nic.model = attributes['type'] ?? null
  else if (path === 'domain/devices/interface/target') nic.target = attributes['dev'] ?? null
  else if (path === 'domain/devices/interface/source') {
    // A running interface on a network also names the bridge behind it; what was asked for counts.
    const { network, bridge, dev, path: socket } = attributes
    nic.source = network ?? bridge ?? dev ?? socket ?? null
  }
}
