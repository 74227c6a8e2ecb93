import { SaxesParser } from 'saxes'

export type Attributes = Readonly<Record<string, string | undefined>>

export type Visitor = {
  /** Start of an element; `path` is the names from the root, as in `domain/devices/disk`. */
  open?: (path: string, attributes: Attributes) => void
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

type Level = { path: string; text: string }

/**
 * Walks a document once, without building a tree: at 500 documents a tree costs longer than the network.
 * Document types are refused, and with them every entity but the five of XML itself.
 *
 * @throws XmlError what is malformed, truncated, nested deeper than 200, longer than 4 Mi, or has a document type
 */
export function scanXml(xml: string, { open, close }: Visitor): void {
  if (xml.length > maxLength) throw new XmlError('The document is too long.')
  const parser = new SaxesParser<{ xmlns: false; position: false }>({
    xmlns: false,
    position: false,
  })
  const levels: Level[] = []
  parser.on('doctype', () => {
    throw new XmlError('The document declares a document type.')
  })
  parser.on('error', (error) => {
    throw new XmlError(error.message, { cause: error })
  })
  parser.on('opentag', ({ name, attributes }) => {
    const parent = levels.at(-1)
    const path = parent ? `${parent.path}/${name}` : name
    if (levels.length >= maxDepth) throw new XmlError('The document is nested too deep.')
    levels.push({ path, text: '' })
    open?.(path, attributes)
  })
  const addText = (text: string) => {
    const level = levels.at(-1)
    if (level) level.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const level = levels.pop()
    if (level) close?.(level.path, level.text.trim())
  })
  // libvirt hands over text; a mark of its encoding would otherwise count as text before the root.
  parser.write(xml.replace(/^\uFEFF/, '')).close()
}
