import {
  connectListAllDomains,
  domainGetXmlDesc,
  DomainXmlFlag,
  ListFlag,
  type Connection,
} from '../../libvirt/index.ts'
import type { Holder } from '../facts.ts'
import { inSlices } from './slices.ts'
import { attempt, isRefused } from './waves.ts'
import { orNull } from './xml/scan.ts'

const limit = { timeoutMs: 60_000 }

/**
 * Reads the documents of all domains, in two round trips: of one that runs, what it is and what it will be at its next
 * start. Of documents that cannot be read nothing is told.
 */
export async function readDocuments<T>(
  call: Connection['call'],
  read: (xml: string) => T,
): Promise<{ domain: Holder; document: T }[]> {
  const readOrNull = orNull(read)
  const all = { needResults: true, flags: ListFlag.all }
  const domains = await call(connectListAllDomains, all, limit)
  const documents = await Promise.all(
    domains.flatMap((dom) => {
      const running = dom.id >= 0
      const domain: Holder = { uuid: dom.uuid, name: dom.name, running }
      return (running ? [0, DomainXmlFlag.inactive] : [0]).map(async (flags) => {
        const xml = await attempt(call(domainGetXmlDesc, { dom, flags }, limit))
        return { domain, document: isRefused(xml) ? null : await inSlices(() => readOrNull(xml)) }
      })
    }),
  )
  return documents.flatMap(({ domain, document }) =>
    document === null ? [] : [{ domain, document }],
  )
}
