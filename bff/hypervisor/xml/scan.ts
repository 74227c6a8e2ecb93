import { Parser } from 'saxen'

/** Reads an attribute by its name; undefined where there is none. */
export type Attribute = (name: string) => string | undefined

export type Visitor = {
  /** Start of an element; `path` is the names from the root, as in `domain/devices/disk`. */
  open?: (path: string, attribute: Attribute) => void
  /** End of an element, with the text directly inside it, trimmed. */
  close?: (path: string, text: string) => void
}

/** The document is not XML that we accept. */
export class XmlError extends Error {
  override readonly name = 'XmlError'
}

/** The same reader for documents that one can do without: null for one that is not XML that we accept. */
export const orNull =
  <T>(read: (xml: string) => T) =>
  (xml: string): T | null => {
    try {
      return read(xml)
    } catch (error) {
      if (error instanceof XmlError) return null
      throw error
    }
  }

/** libvirt's own documents are about ten levels deep. */
const maxDepth = 200
/** libvirt's protocol allows no longer text. Characters. */
const maxLength = 4 * 1024 ** 2

/** Control characters and the two that are none. */
const forbidden = /[^\t\n\r\u0020-\uFFFD]/

type Level = { path: string; text: string }

/**
 * Walks a document once, without building a tree: at 500 documents a tree costs longer than the network. Attributes
 * are read only where the visitor asks for them, which are few of those there are.
 * Document types are refused, and with them every entity but the five of XML itself.
 *
 * @throws XmlError what is malformed, truncated, nested deeper than 200, longer than 4 Mi, or has a document type
 */
export function scanXml(xml: string, { open, close }: Visitor): void {
  if (xml.length > maxLength) throw new XmlError('The document is too long.')
  if (forbidden.test(xml)) throw new XmlError('The document has a character that XML forbids.')
  const levels: Level[] = []
  let isOver = false
  const refuse = (error: Error) => {
    throw new XmlError(error.message, { cause: error })
  }
  const parser = new Parser()
  parser.on('error', refuse)
  parser.on('warn', refuse)
  parser.on('attention', () => {
    throw new XmlError('The document declares a document type.')
  })
  parser.on('openTag', (name, attributes) => {
    const parent = levels.at(-1)
    if (!parent && isOver) throw new XmlError('The document has two roots.')
    const path = parent ? `${parent.path}/${name}` : name
    if (levels.length >= maxDepth) throw new XmlError('The document is nested too deep.')
    levels.push({ path, text: '' })
    open?.(path, (wanted) => {
      const value = attributes()[wanted]
      return value === undefined ? undefined : decodeEntities(value)
    })
  })
  parser.on('text', (text) => {
    const level = levels.at(-1)
    if (level) level.text += decodeEntities(text)
  })
  parser.on('cdata', (text) => {
    const level = levels.at(-1)
    if (level) level.text += text
  })
  parser.on('closeTag', () => {
    const level = levels.pop()
    if (level) close?.(level.path, level.text.trim())
    isOver = levels.length === 0
  })
  // libvirt hands over text; a mark of its encoding would otherwise count as text before the root.
  parser.parse(xml.replace(/^\uFEFF/, ''))
}

const entities: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/** @throws XmlError for any other entity: there is no document type that could declare it */
function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;]*);?/g, (whole, name: string) => {
    const decoded = whole.endsWith(';') ? (entities.get(name) ?? character(name)) : undefined
    if (decoded === undefined) throw new XmlError(`"${whole.slice(0, 20)}" is no entity of XML.`)
    return decoded
  })
}

/** A character by its number, `#65` or `#x41`. */
function character(reference: string): string | undefined {
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(reference) ?? []
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
  const isOne = code <= 0x10_ffff && !(code >= 0xd800 && code <= 0xdfff)
  const text = isOne ? String.fromCodePoint(code) : ''
  return text === '' || forbidden.test(text) ? undefined : text
}
