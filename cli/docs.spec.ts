import { expect, test } from 'vitest'
import { describeApi } from '../contract/describe.ts'
import { readActionDoc } from './docs.ts'

test('title, text and fields, whose help may go on in the next line', () => {
  const doc = `Deploy a machine

Starts the operating system.

:param distro_series: Optional. The release
    to deploy.

    Or its code name.
:type distro_series: String
:param system_id: Required. Which one.
:type system_id: String

Returns 404 if there is none.`
  expect(readActionDoc(doc)).toEqual({
    title: 'Deploy a machine',
    text: 'Starts the operating system.\n\nReturns 404 if there is none.',
    fields: [
      {
        name: 'distro_series',
        required: false,
        type: 'String',
        text: 'The release to deploy. Or its code name.',
      },
      { name: 'system_id', required: true, type: 'String', text: 'Which one.' },
    ],
  })
})

test('a doc without anything to read is nothing', () => {
  expect(readActionDoc('')).toEqual({ title: '', text: '', fields: [] })
})

test('of what Podyard describes, not one field is lost', () => {
  const docs = describeApi('', '').resources.flatMap(({ auth }) => auth?.actions ?? [])
  expect(docs.length).toBeGreaterThan(20)
  for (const { doc } of docs) {
    const { title, fields } = readActionDoc(doc)
    expect(title).not.toBe('')
    expect(fields.map(({ name }) => name)).toEqual(
      [...doc.matchAll(/:param (\w+):/g)].map((match) => match[1]),
    )
    for (const { text, type } of fields) expect([text, type]).not.toContain('')
  }
})
