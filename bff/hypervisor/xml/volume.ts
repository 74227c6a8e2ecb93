import { scanXml } from './scan.ts'

export type VolumeXml = {
  /** libvirt's word: file, block, dir, network, ... */
  type: string
  path: string | null
  format: string | null
  capacityBytes: number | null
  allocationBytes: number | null
  /** Path of what its content stands on. */
  backing: string | null
}

/**
 * Reads `virsh vol-dumpxml`, which gives sizes in bytes.
 *
 * @throws XmlError
 */
export function readVolumeXml(xml: string): VolumeXml {
  const volume: VolumeXml = {
    type: '',
    path: null,
    format: null,
    capacityBytes: null,
    allocationBytes: null,
    backing: null,
  }
  scanXml(xml, {
    open(path, attribute) {
      if (path === 'volume') volume.type = attribute('type') ?? ''
      else if (path === 'volume/target/format') volume.format = known(attribute('type'))
    },
    close(path, text) {
      if (text === '') return
      if (path === 'volume/target/path') volume.path = text
      else if (path === 'volume/backingStore/path') volume.backing = text
      else if (path === 'volume/capacity') volume.capacityBytes = bytes(text)
      else if (path === 'volume/allocation') volume.allocationBytes = bytes(text)
    },
  })
  return volume
}

const known = (format: string | undefined) =>
  format === undefined || format === 'unknown' || format === 'auto' ? null : format

function bytes(text: string): number | null {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  return Number.isSafeInteger(value) ? value : null
}
