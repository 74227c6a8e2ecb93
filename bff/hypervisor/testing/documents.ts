import { readFileSync } from 'node:fs'
import { readConsoleXml } from '../consoles/console-xml.ts'
import { readCapabilitiesXml } from '../xml/capabilities.ts'
import { readDomainXml } from '../xml/domain.ts'
import { readNetworkXml } from '../xml/network.ts'
import { readPoolXml } from '../xml/pool.ts'

const read = (name: string) =>
  readFileSync(new URL(`documents/${name}.xml`, import.meta.url), 'utf8')

/** As libvirt 9.0 with QEMU 7.2 wrote them. */
export const documents = {
  capabilities: read('capabilities'),
  running: read('domain-running'),
  shutOff: read('domain-shut-off'),
  network: read('network'),
  networkWithDhcp: read('network-dhcp'),
  pool: read('pool'),
  inactivePool: read('pool-inactive'),
} as const

export type Reader = (xml: string) => unknown

export const readers: readonly Reader[] = [
  readDomainXml,
  readCapabilitiesXml,
  readNetworkXml,
  readPoolXml,
  readConsoleXml,
]

/** Which of the readers a document is for, by the number above. */
export const readable: readonly (readonly [reader: number, document: string])[] = [
  [0, documents.running],
  [0, documents.shutOff],
  [1, documents.capabilities],
  [2, documents.network],
  [2, documents.networkWithDhcp],
  [3, documents.pool],
  [3, documents.inactivePool],
  [4, documents.running],
]
