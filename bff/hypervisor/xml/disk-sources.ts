import { withoutMetadata } from './domain.ts'
import { scanXml } from './scan.ts'

const firmware = new Set(
  ['kernel', 'initrd', 'dtb', 'loader', 'nvram'].map((name) => `domain/os/${name}`),
)

/**
 * All storage that a domain's document holds on to: its disks, what these stand on or are copied to, what is in its
 * drives, its firmware. Paths, and `POOL/VOLUME` for volumes.
 *
 * @throws XmlError
 */
export function readDiskSources(xml: string): Set<string> {
  const sources = new Set<string>()
  const add = (text: string | undefined) => {
    if (text !== undefined && text !== '') sources.add(text)
  }
  scanXml(withoutMetadata(xml), {
    open(path, attribute) {
      if (!path.startsWith('domain/devices/disk/') || !path.endsWith('/source')) return
      for (const name of ['file', 'dev', 'dir']) add(attribute(name))
      const [pool, volume] = [attribute('pool'), attribute('volume')]
      if (pool !== undefined && volume !== undefined) add(`${pool}/${volume}`)
    },
    close(path, text) {
      if (firmware.has(path)) add(text)
    },
  })
  return sources
}
