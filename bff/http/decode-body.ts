import busboy from 'busboy'
import { AppError } from '../errors.ts'

export type Fields = Record<string, unknown>

/** Bytes; larger bodies are refused with 413. */
export const bodyLimit = 1024 * 1024

/** More fields than any form has. What takes longer than linear time in them must never see a million. */
const maxFields = 1000

/**
 * A request's body as flat fields, from JSON, an urlencoded form or a multipart form. A key that is repeated becomes
 * a list. Rejects with `bad_request`.
 */
export async function decodeBody(contentType: string | undefined, body: Buffer): Promise<Fields> {
  if (body.length === 0) return {}
  const type = typeOf(contentType)
  switch (type) {
    case json:
      return decodeJson(body)
    // The type is absent from hand-written clients that send a form.
    case undefined:
    case '':
    case 'application/x-www-form-urlencoded':
      return decodeUrlencoded(body.toString('utf8'))
    case 'multipart/form-data':
      return decodeMultipart(contentType ?? '', body)
    default:
      throw new AppError(
        'bad_request',
        `A body of type ${type} is not understood. Send a form or application/json.`,
      )
  }
}

const json = 'application/json'

const typeOf = (contentType: string | undefined) =>
  contentType?.split(';', 1)[0]?.trim().toLowerCase()

/** Whether a body of this type says of each value what it is. */
export const isJson = (contentType: string | undefined) => typeOf(contentType) === json

/** `a=1&a=2&b=3` -> `{a: ['1', '2'], b: '3'}` */
function decodeUrlencoded(text: string): Fields {
  if (text.split('&', maxFields + 1).length > maxFields) {
    throw new AppError('bad_request', `The form has more than ${maxFields} fields.`)
  }
  return collect(new URLSearchParams(text))
}

function decodeJson(body: Buffer): Fields {
  let value: unknown
  try {
    value = JSON.parse(body.toString('utf8'))
  } catch (cause) {
    throw new AppError('bad_request', 'The body is not valid JSON.', { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('bad_request', 'The body must be a JSON object.')
  }
  return value as Fields
}

async function decodeMultipart(contentType: string, body: Buffer): Promise<Fields> {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1]
  if (boundary !== undefined && isEmptyForm(body, boundary)) return {}
  const pairs: [string, string][] = []
  try {
    await new Promise<void>((resolve, reject) => {
      const parser = busboy({
        headers: { 'content-type': contentType },
        limits: { parts: maxFields, fieldSize: bodyLimit },
        defParamCharset: 'utf8',
      })
      parser.on('field', (name, value, { encoding }) => {
        pairs.push([name, decodeTransfer(value, encoding)])
      })
      parser.on('file', (name, stream, { encoding }) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        // A part that is cut off ends its own stream with an error, which would end the process.
        stream.on('error', reject)
        stream.on('end', () => {
          pairs.push([name, decodeTransfer(Buffer.concat(chunks).toString('utf8'), encoding)])
        })
      })
      parser.on('partsLimit', () => reject(new Error('too many parts')))
      parser.on('error', reject)
      parser.on('close', resolve)
      parser.end(body)
    })
  } catch (cause) {
    throw new AppError('bad_request', 'The multipart body cannot be read.', { cause })
  }
  return collect(pairs)
}

/**
 * Python's email package, which the maas command writes forms with, opens a form without fields before it closes it.
 * The parser takes that for a part without headers.
 */
function isEmptyForm(body: Buffer, boundary: string): boolean {
  if (body.length > 2 * boundary.length + 32) return false
  const written = body.toString('latin1').replaceAll(/\s/g, '')
  return [`--${boundary}--`, `--${boundary}--${boundary}--`].includes(written)
}

/** The maas command encodes each part; the parser leaves that to us. */
const decodeTransfer = (value: string, encoding: string) =>
  encoding.toLowerCase() === 'base64' ? Buffer.from(value, 'base64').toString('utf8') : value

function collect(pairs: Iterable<[string, string]>): Fields {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of pairs) {
    const before = fields.get(name)
    fields.set(name, before === undefined ? value : [before, value].flat())
  }
  return Object.fromEntries(fields)
}
