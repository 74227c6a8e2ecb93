/** XML that is written, not read. What comes from people or hosts is escaped here, and nowhere else. */

type Attributes = Readonly<Record<string, string | number | undefined>>

/** Text between tags, or elements, or nothing. */
type Content = XmlElement | string | number | null | undefined | false

/** Made by `element` alone, so that no text is taken for a document by mistake. */
export type XmlElement = { readonly xml: string }

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
}

const escape = (text: string) => text.replaceAll(/[&<>'"]/g, (each) => entities[each] ?? '')

/** One element. Attributes that are undefined and contents that are nothing are left out. */
export function element(
  name: string,
  attributes: Attributes = {},
  ...contents: readonly Content[]
): XmlElement {
  const pairs = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}='${escape(String(value))}'`)
  const inside = contents.map((content) => {
    if (content === null || content === undefined || content === false) return ''
    return typeof content === 'object' ? content.xml : escape(String(content))
  })
  const start = `<${name}${pairs.join('')}`
  const text = inside.join('')
  return { xml: text === '' ? `${start}/>` : `${start}>${text}</${name}>` }
}
