import { scanXml } from './scan.ts'

export type PoolXml = {
  /** libvirt's word: dir, logical, netfs, rbd, ... */
  type: string
  /** Where its volumes appear; null for pools that are nowhere in the file system. */
  path: string | null
}

/**
 * Reads `virsh pool-dumpxml`.
 *
 * @throws XmlError
 */
export function readPoolXml(xml: string): PoolXml {
  const pool: PoolXml = { type: '', path: null }
  scanXml(xml, {
    open(path, attribute) {
      if (path === 'pool') pool.type = attribute('type') ?? ''
    },
    close(path, text) {
      if (path === 'pool/target/path' && text !== '') pool.path = text
    },
  })
  return pool
}
