import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scanXml, XmlError } from './scan.ts'

const seen = (xml: string) => {
  const events: string[] = []
  scanXml(xml, {
    open: (path, attribute) => events.push(`<${path} ${attribute('x') ?? ''}`),
    close: (path, text) => events.push(`>${path} ${text}`),
  })
  return events
}

test('tells every element by its path, and the text right inside it', () => {
  expect(
    seen(`<?xml version='1.0' encoding='UTF-8'?><a x="1 &amp; 2"> t <b/>u<![CDATA[<]]></a>`),
  ).toEqual(['<a 1 & 2', '<a/b ', '>a/b ', '>a t u<'])
})

test('text comes as it is, whatever encoding the document once had', () => {
  expect(seen('\uFEFF<?xml version="1.0" encoding="ISO-8859-1"?><name>größe-日本</name>')).toEqual([
    '<name ',
    '>name größe-日本',
  ])
})

test('entities stand for one character each, by name or by number', () => {
  expect(seen('<a x="&lt;&#x1F600;">&quot;&#65;&apos;&gt;&amp;amp;</a>')).toEqual([
    '<a <\u{1F600}',
    '>a "A\'>&amp;',
  ])
})

test.each([
  ['an entity that nobody declared', '<a x="&nbsp;"/>'],
  ['an entity without end', '<a x="a & b"/>'],
  ['a character that XML forbids', '<a x="&#0;"/>'],
  ['half a character', '<a x="&#xD800;"/>'],
  ['no quotes', '<a x=1/>'],
  ['the same twice', '<a x="1" x="2"/>'],
])('an attribute that is asked for is refused with %s', (_, xml) => {
  expect(() => seen(xml)).toThrow(XmlError)
})

describe('refuses', () => {
  test.each([
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
    ['an entity bomb', `<!DOCTYPE a [<!ENTITY a "${'b'.repeat(1000)}">]><a>&a;&a;</a>`],
    ['an entity that nobody declared', '<a>&nbsp;</a>'],
    ['a document cut off', '<domain><name>web'],
    ['a tag cut off', '<domain><name'],
    ['no document', ''],
    ['what is not XML', 'error: no domain'],
    ['tags that do not match', '<a><b></a></b>'],
    ['a character that XML forbids', '<a>\u0001</a>'],
    ['two roots', '<a/><b/>'],
    ['nesting without end', '<a>'.repeat(100_000)],
    ['more than libvirt may send', `<a>${'x'.repeat(4 * 1024 ** 2)}</a>`],
    ['a document type without end', `<!DOCTYPE a [${'<!ENTITY b "c">'.repeat(1024 ** 2)}`],
  ])('%s', (_, xml) => {
    expect(() => scanXml(xml, {})).toThrow(XmlError)
  })
})

test('an attribute of a megabyte is just long', () => {
  const value = 'x'.repeat(1 << 20)
  expect(seen(`<a x="${value}"/>`)[0]).toBe(`<a ${value}`)
})

test('whatever comes is read or refused, nothing else', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '</',
    'a',
    '"',
    '=',
    ' ',
    '&',
    ';',
    '<!',
    '<?',
    ']]>',
    '\n',
    '\u{1F600}',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      try {
        scanXml(pieces.join(''), {})
      } catch (error) {
        expect(error).toBeInstanceOf(XmlError)
      }
    }),
    { numRuns: 2_000 },
  )
})
