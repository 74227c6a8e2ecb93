/** Reads the help that a server gives with each action. */

export type FieldHelp = { name: string; required: boolean; type: string; text: string }
export type ActionHelp = { title: string; text: string; fields: FieldHelp[] }

/** Title, text, and `:param name: Required. ...` with `:type name: String`, each of which may go on in further lines. */
export function readActionDoc(doc: string): ActionHelp {
  const [title = '', ...rest] = doc.trim().split('\n')
  const fields = new Map<string, FieldHelp>()
  const text: string[] = []
  // After a blank line, only what is indented still belongs to a field.
  let afterBlank = false
  let goesOn: ((line: string) => void) | undefined
  for (const line of rest) {
    const [, tag, name = '', said = ''] = /^\s*:(param|type) (\w+):\s*(.*)$/.exec(line) ?? []
    if (tag !== undefined) {
      const field = fields.get(name) ?? { name, required: false, type: '', text: '' }
      fields.set(name, field)
      if (tag === 'type') field.type = said
      else {
        field.required = /^required\b/i.test(said)
        field.text = said.replace(/^(required|optional)\.?\s*/i, '')
      }
      goesOn = tag === 'type' ? () => undefined : (more) => (field.text += ` ${more}`)
      afterBlank = false
    } else if (line.trim() === '') {
      afterBlank = true
      text.push('')
    } else if (goesOn && (!afterBlank || /^\s/.test(line))) goesOn(line.trim())
    else {
      goesOn = undefined
      text.push(line)
    }
  }
  const paragraphs = text.join('\n').replace(/\n{3,}/g, '\n\n')
  return { title: title.trim(), text: paragraphs.trim(), fields: [...fields.values()] }
}
