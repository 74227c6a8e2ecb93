/** Text for a document that is written, not read: only what `escape` went over may be put between tags and quotes. */

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&apos;',
  '"': '&quot;',
}

export const escape = (text: string): string =>
  text.replaceAll(/[&<>'"]/g, (character) => entities[character] ?? '')

/** `{ name: 'virbr1' }` -> ` name='virbr1'`; what is undefined is left out. */
export const attributes = (values: Record<string, string | number | undefined>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}='${escape(String(value))}'`))
    .join('')
