import type { Random } from '../../../libvirt/testing/fuzz/random.ts'
import type { FuzzTarget } from '../../../libvirt/testing/fuzz/target.ts'
import { XmlError } from '../xml/scan.ts'
import { checkFacts } from './check-facts.ts'
import { readable, readers } from './documents.ts'
import { mutateXml, withOddNumbers, withoutEach } from './mutate-xml.ts'

/** An input is the number of a reader in two bytes, then its text in UTF-16, which holds any string. */
const inputFor = (reader: number, xml: string) => {
  const head = Buffer.alloc(2)
  head.writeUInt16BE(reader)
  return Buffer.concat([head, Buffer.from(xml, 'utf16le')])
}

/** Long documents are cut at every seventh place. */
function truncationsOf({ length }: string): number[] {
  const step = length < 2_000 ? 1 : 7
  return Array.from({ length: Math.ceil(length / step) }, (_, nth) => nth * step)
}

/** Everything that libvirt's documents could turn into is read as facts, or refused with XmlError. */
export const xmlReaders: FuzzTarget = {
  name: 'xml',
  known: readable.flatMap(([reader, xml]) =>
    [
      ...truncationsOf(xml).map((at) => () => xml.slice(0, at)),
      ...withoutEach(xml).map((text) => () => text),
      ...withOddNumbers(xml).map((text) => () => text),
    ].map((text) => () => inputFor(reader, text())),
  ),
  make(random: Random) {
    const [reader, xml] = random.pick(readable)
    return inputFor(
      random.chance(0.95) ? reader : random.below(readers.length),
      mutateXml(random, xml),
    )
  },
  run(input) {
    const read = readers[(input.length < 2 ? 0 : input.readUInt16BE()) % readers.length]
    try {
      checkFacts(read?.(input.toString('utf16le', 2)))
    } catch (error) {
      if (!(error instanceof XmlError)) throw error
    }
  },
}
