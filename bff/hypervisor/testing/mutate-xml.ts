import type { Random } from '../../../libvirt/testing/fuzz/random.ts'

/** What no number of libvirt's looks like. */
export const oddNumbers = [
  '',
  ' ',
  '-1',
  '-0',
  '1e400',
  '-1e400',
  '1e3',
  '0x10',
  '0b1',
  'NaN',
  'Infinity',
  '1.5',
  '1_000',
  '１２',
  '9007199254740993',
  '18446744073709551615',
  '9'.repeat(400),
  '4abc',
  'null',
  '\u00a07',
]

const oddUnits = [
  '',
  'kib',
  'KIB',
  'PiB',
  'EiB',
  'furlong',
  'constructor',
  'toString',
  '__proto__',
  'hasOwnProperty',
]

const snippets = [
  '<![CDATA[<name>x</name>]]>',
  '<!-- -- -->',
  '<!-- x -->',
  '<?xml version="1.0"?>',
  '<?php 1 ?>',
  '<!DOCTYPE domain>',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '&lol;',
  '&#0;',
  '&#x110000;',
  '&#xD800;',
  '&#1;',
  '&amp;',
  '&amp',
  '&',
  ']]>',
  '<',
  '>',
  '</',
  '/>',
  '"',
  "'",
  '\0',
  '\u0001',
  '\ud800',
  '\udc00',
  '\ufeff',
  '\uffff',
  '\u2028',
  '\r',
  '<x:y xmlns:x="urn:x"/>',
  '<x:domain/>',
  '<a a="1" a="2"/>',
  '<__proto__ constructor="1"/>',
  '<disk/>',
  '<name>other</name>',
  '<memory unit="constructor">1</memory>',
]

type Edit = (random: Random, xml: string) => string

/** Replaces one match, or returns the text as it is. */
function replaceOne(random: Random, xml: string, pattern: RegExp, by: (found: string) => string) {
  const matches = [...xml.matchAll(pattern)]
  if (matches.length === 0) return xml
  const { index, 0: found } = random.pick(matches)
  return xml.slice(0, index) + by(found) + xml.slice(index + found.length)
}

const edits: readonly Edit[] = [
  (random, xml) => replaceOne(random, xml, /\d+/g, () => random.pick(oddNumbers)),
  (random, xml) => replaceOne(random, xml, /(?<=unit=')[^']*/g, () => random.pick(oddUnits)),
  (random, xml) => replaceOne(random, xml, /(?<==')[^']*/g, () => random.pick(snippets)),
  (random, xml) => replaceOne(random, xml, /\s[\w-]+='[^']*'/g, () => ''),
  (random, xml) => replaceOne(random, xml, /\s[\w-]+='[^']*'/g, (found) => found + found),
  (random, xml) => replaceOne(random, xml, /<(\w+)[^<>]*>[^<]*<\/\1>|<[^<>]*\/>/g, () => ''),
  (random, xml) =>
    replaceOne(random, xml, /<(\w+)[^<>]*>[^<]*<\/\1>|<[^<>]*\/>/g, (found) => found + found),
  (random, xml) => replaceOne(random, xml, /<\/?\w+/g, (found) => `${found}x`),
  (random, xml) => replaceOne(random, xml, /(?<=>)[^<>]*(?=<)/g, () => random.pick(snippets)),
  (random, xml) => xml.slice(0, random.below(xml.length + 1)),
  function insert(random, xml) {
    const at = random.below(xml.length + 1)
    return xml.slice(0, at) + random.pick(snippets) + xml.slice(at)
  },
  function swapParts(random, xml) {
    const [a = 0, b = 0, c = 0] = [0, 0, 0]
      .map(() => random.below(xml.length + 1))
      .sort((x, y) => x - y)
    return xml.slice(0, a) + xml.slice(b, c) + xml.slice(a, b) + xml.slice(c)
  },
  function nest(random, xml) {
    const depth = random.below(400)
    return replaceOne(
      random,
      xml,
      /<[^<>]*\/>/g,
      (found) => '<d>'.repeat(depth) + found + '</d>'.repeat(depth),
    )
  },
]

/** Damages a document in one to four ways. */
export function mutateXml(random: Random, xml: string): string {
  let mutant = xml
  for (let left = 1 + random.below(4); left > 0; left--) {
    mutant = random.pick(edits)(random, mutant)
  }
  return mutant
}

/** The document once without each of its elements and attributes that hold no others. */
export function withoutEach(xml: string): string[] {
  const parts = [...xml.matchAll(/<(\w+)[^<>]*>[^<]*<\/\1>|<[^<>]*\/>|\s[\w-]+='[^']*'/g)]
  return parts.map(({ index, 0: part }) => xml.slice(0, index) + xml.slice(index + part.length))
}

/** The document with each of its numbers odd in each way. */
export function withOddNumbers(xml: string): string[] {
  return [...xml.matchAll(/(?<=[>'])\d+(?=[<'])/g)].flatMap(({ index, 0: number }) =>
    oddNumbers.map((odd) => xml.slice(0, index) + odd + xml.slice(index + number.length)),
  )
}
