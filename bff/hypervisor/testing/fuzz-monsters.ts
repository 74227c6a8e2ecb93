import type { FuzzTarget } from '../../../libvirt/testing/fuzz/target.ts'
import { XmlError } from '../xml/scan.ts'
import { checkFacts } from './check-facts.ts'
import { readers } from './documents.ts'

const mega = 1024 ** 2

/** As large as libvirt's protocol allows. */
const large: Readonly<Record<string, () => string>> = {
  'an attribute of nearly 4 MiB': () => `<domain a='${'x'.repeat(3.9 * mega)}'/>`,
  'a text of nearly 4 MiB': () => `<domain><name>${'x'.repeat(3.9 * mega)}</name></domain>`,
  'nearly 4 MiB of entities': () => `<domain><name>${'&amp;'.repeat(0.79 * mega)}</name></domain>`,
  'a hundred thousand siblings': () => `<domain>${'<disk/>'.repeat(100_000)}</domain>`,
  'a hundred thousand disks': () =>
    `<domain><devices>${"<disk><target dev='a'/></disk>".repeat(100_000)}</devices></domain>`,
  'a hundred thousand attributes': () =>
    `<domain ${Array.from({ length: 100_000 }, (_, i) => `a${i}='1'`).join(' ')}/>`,
  'a hundred thousand pieces of text': () =>
    `<domain><name>${'a<![CDATA[b]]><!--c-->'.repeat(100_000)}</name></domain>`,
  'bytes that are not UTF-8': () => Buffer.from('<a>\xff\xc0\x80</a>', 'latin1').toString('utf8'),
}

/** Deeper than any stack, meant to grow, or no XML that libvirt would write. */
const forbidden: Readonly<Record<string, () => string>> = {
  'an attribute of 30 MiB': () => `<domain a='${'x'.repeat(30 * mega)}'/>`,
  'a text of 30 MiB': () => `<domain><name>${'x'.repeat(30 * mega)}</name></domain>`,
  'a million levels': () => `${'<a>'.repeat(mega)}${'</a>'.repeat(mega)}`,
  'names of 100 kB, 200 levels': () => `<${'n'.repeat(100_000)}>`.repeat(200),
  'a comment without end': () => `<domain><!--${'-'.repeat(30 * mega)}`,
  'a billion laughs': () =>
    `<!DOCTYPE lolz [<!ENTITY lol0 "lol">${Array.from({ length: 9 }, (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`).join('')}]><domain><name>&lol9;</name></domain>`,
  'an external entity': () =>
    '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><domain><name>&x;</name></domain>',
  'a parameter entity': () =>
    '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]><domain/>',
  'an external document type': () => '<!DOCTYPE a PUBLIC "-//X" "http://127.0.0.1:9/x"><domain/>',
  'a document type without end': () => `<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(mega)}`,
  'a document type in lower case': () => '<!doctype a><domain/>',
  'UTF-16 read as Latin-1': () => Buffer.from('\ufeff<domain/>', 'utf16le').toString('latin1'),
}

const monsters = [...Object.entries(large), ...Object.entries(forbidden)]

/** What is only large is read, the rest refused. An input is the numbers of a reader and a monster. */
export const xmlMonsters: FuzzTarget = {
  name: 'xml-monsters',
  known: monsters.map((_, monster) => () => Buffer.of(monster, monster)),
  make: (random) => Buffer.of(random.below(readers.length), random.below(monsters.length)),
  run(input) {
    const [reader = 0, monster = 0] = input
    const [name = '', make] = monsters[monster % monsters.length] ?? []
    try {
      checkFacts(readers[reader % readers.length]?.(make?.() ?? ''))
    } catch (error) {
      if (error instanceof XmlError && name in forbidden) return
      throw new Error(name, { cause: error })
    }
    if (name in forbidden) throw new Error(`${name} was read`)
  },
}
