import { expect, test } from 'vitest'
import { decodeBody } from './decode-body.ts'

const boundary = '===============0365036793167325539=='
const multipart = `multipart/form-data; boundary="${boundary}"`

const decode = (type: string | undefined, body: string) => decodeBody(type, Buffer.from(body))

function part(name: string, text: string): string {
  return [
    `--${boundary}`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: form-data; name="${name}"`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset="utf-8"',
    '',
    `${Buffer.from(text).toString('base64')}\n`,
    '',
  ].join('\r\n')
}

test('what the maas command sends', async () => {
  const address = 'qemu+ssh://ubuntu@192.168.1.2/system'
  const body = `${part('type', 'virsh')}${part('power_address', address)}${part('tags', 'ü')}${part('tags', 'b')}--${boundary}--\r\n`
  expect(await decode(multipart, body)).toEqual({
    type: 'virsh',
    power_address: address,
    tags: ['ü', 'b'],
  })
})

test('a long value, whose base64 is broken into lines', async () => {
  const long = 'x'.repeat(300)
  const encoded = (
    Buffer.from(long)
      .toString('base64')
      .match(/.{1,76}/g) ?? []
  ).join('\n')
  const body = `--${boundary}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name="a"\r\n\r\n${encoded}\n\r\n--${boundary}--\r\n`
  expect(await decode(multipart, body)).toEqual({ a: long })
})

test('plain parts keep what looks like base64; a file is its text', async () => {
  const body = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="a"',
    '',
    'dmlyc2g=',
    `--${boundary}`,
    'Content-Disposition: form-data; name="f"; filename="f.txt"',
    '',
    'line 1\nline 2',
    `--${boundary}--`,
    '',
  ].join('\r\n')
  expect(await decode(multipart, body)).toEqual({ a: 'dmlyc2g=', f: 'line 1\nline 2' })
})

test('a multipart form without any part, and no body at all', async () => {
  expect(await decode(multipart, `--${boundary}--\r\n`)).toEqual({})
  // As Python's email package writes it.
  expect(await decode(multipart, `--${boundary}\r\n\r\n--${boundary}--\r\n`)).toEqual({})
  expect(await decode(multipart, `--${boundary}\n\n--${boundary}--\n`)).toEqual({})
  expect(await decode(multipart, `\r\n--${boundary}--`)).toEqual({})
  expect(await decode(multipart, '')).toEqual({})
  expect(await decode(undefined, '')).toEqual({})
  expect(await decode('application/json', '')).toEqual({})
})

test('urlencoded, with and without saying so; repeated keys are lists', async () => {
  const body = 'a=1&a=2&b=x+y%2B&c='
  const fields = { a: ['1', '2'], b: 'x y+', c: '' }
  expect(await decode('application/x-www-form-urlencoded; charset=UTF-8', body)).toEqual(fields)
  expect(await decode(undefined, body)).toEqual(fields)
})

test('JSON keeps its types', async () => {
  expect(await decode('application/json', '{"a":1.5,"b":["x"],"c":null}')).toEqual({
    a: 1.5,
    b: ['x'],
    c: null,
  })
})

test.each([
  ['application/json', '{', 'The body is not valid JSON.'],
  [undefined, 'a&'.repeat(1_000), 'The form has more than 1000 fields.'],
  ['application/json', '[]', 'The body must be a JSON object.'],
  ['text/csv', 'a,b', 'A body of type text/csv is not understood.'],
  [multipart, 'nothing of the kind', 'The multipart body cannot be read.'],
  ['multipart/form-data', 'x', 'The multipart body cannot be read.'],
  [
    multipart,
    `--${boundary}\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut off`,
    'The multipart body cannot be read.',
  ],
  [
    multipart,
    `--${boundary}\r\nContent-Disposition: form-data; name="a"; filename="f"\r\n\r\ncut off`,
    'The multipart body cannot be read.',
  ],
])('%s %j is refused', async (type, body, message) => {
  await expect(decode(type, body)).rejects.toMatchObject({
    code: 'bad_request',
    message: expect.stringContaining(message),
  })
})

test('names of the object prototype are plain fields', async () => {
  const fields = await decode(undefined, '__proto__=1&constructor=2')
  expect(Object.hasOwn(fields, 'constructor')).toBe(true)
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype)
})
