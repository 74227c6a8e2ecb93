import busboy from 'busboy'
import { expect, test } from 'vitest'
import { encodeMultipart } from './multipart.ts'

/** Read by a parser that is not ours, which leaves base64 to its caller. */
function parse({ contentType, body }: { contentType: string; body: Buffer }) {
  const parts: unknown[] = []
  const { promise, resolve, reject } = Promise.withResolvers<unknown[]>()
  const parser = busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8' })
  parser.on('field', (name, value, { encoding }) =>
    parts.push({ name, encoding, value: Buffer.from(value, 'base64').toString() }),
  )
  parser.on('file', (name, stream, { encoding, filename }) => {
    let value = ''
    stream.setEncoding('latin1').on('data', (chunk: string) => (value += chunk))
    stream.on('end', () =>
      parts.push({ name, encoding, filename, value: Buffer.from(value, 'base64').toString('hex') }),
    )
  })
  parser.on('close', () => resolve(parts)).on('error', reject)
  parser.end(body)
  return promise
}

test('each part is base64 of its own, whatever it holds', async () => {
  const long = 'ü'.repeat(500)
  const bytes = Buffer.from([0, 255, 13, 10, 45, 45])
  const form = encodeMultipart([
    { name: 'name', value: '--x\r\n' },
    { name: 'name', value: '' },
    { name: 'comment', value: long },
    { name: 'user_data', file: { name: 'a"b.bin', content: bytes } },
  ])
  const encoding = 'base64'
  expect(await parse(form)).toEqual([
    { name: 'name', encoding, value: '--x\r\n' },
    { name: 'name', encoding, value: '' },
    { name: 'comment', encoding, value: long },
    { name: 'user_data', encoding, filename: 'a%22b.bin', value: bytes.toString('hex') },
  ])
  const longest = Math.max(
    ...form.body
      .toString()
      .split('\n')
      .map((line) => line.length),
  )
  expect(longest).toBeLessThanOrEqual(79)
})

test('the boundary is quoted, for it holds what may not stand bare', () => {
  expect(encodeMultipart([]).contentType).toMatch(
    /^multipart\/form-data; boundary="=+[0-9a-f]{24}=="$/,
  )
})
