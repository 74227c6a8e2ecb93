/** RFC 7578, with each part in base64 as the `maas` command sends it: any byte survives any proxy. */
import { randomBytes } from 'node:crypto'
import type { Pair } from './arguments.ts'

export type Form = { contentType: string; body: Buffer }

export function encodeMultipart(pairs: readonly Pair[]): Form {
  const boundary = `===============${randomBytes(12).toString('hex')}==`
  const parts = pairs.map((pair) => `--${boundary}\r\n${encodePart(pair)}\r\n`)
  return {
    contentType: `multipart/form-data; boundary="${boundary}"`,
    body: Buffer.from(`${parts.join('')}--${boundary}--\r\n`),
  }
}

function encodePart(pair: Pair): string {
  const inFile = 'file' in pair
  const disposition = inFile ? `; filename="${quoted(pair.file.name)}"` : ''
  const content = inFile ? pair.file.content : Buffer.from(pair.value)
  return [
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: form-data; name="${quoted(pair.name)}"${disposition}`,
    'MIME-Version: 1.0',
    `Content-Type: ${inFile ? 'application/octet-stream' : 'text/plain; charset="utf-8"'}`,
    '',
    `${lines(content.toString('base64'))}\n`,
  ].join('\r\n')
}

/** 76 characters each: RFC 2045, section 6.8. */
const lines = (base64: string) => base64.replace(/.{76}(?=.)/g, '$&\n')

/** As browsers escape them. */
const quoted = (name: string) =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
