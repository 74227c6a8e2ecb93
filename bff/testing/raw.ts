/** HTTP as it travels: what a client library would hide, tests of the wire must see. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'

export type RawResponse = {
  status: number
  /** By lower-case name. */
  headers: Record<string, string>
  body: string
}

export type Raw = (
  method: string,
  path: string,
  headers?: Record<string, string>,
  body?: string,
) => Promise<RawResponse>

export const form = { 'content-type': 'application/x-www-form-urlencoded' }

export const plain = 'text/plain; charset=utf-8'
export const json = 'application/json; charset=utf-8'

export const parsed = ({ body }: RawResponse): unknown => JSON.parse(body)
/** Status, type and body. */
export const shape = ({ status, headers, body }: RawResponse) => [
  status,
  headers['content-type'],
  body,
]

/** Asks over a connection of its own each time, unparsed by any HTTP library. */
export function createRaw(origin: string): Raw {
  return async (method, path, headers = {}, body = '') => {
    const { hostname, port } = new URL(origin)
    const socket = connect(Number(port), hostname)
    const lines = Object.entries({
      host: `${hostname}:${port}`,
      connection: 'close',
      'content-length': String(Buffer.byteLength(body)),
      ...headers,
    }).map(([name, value]) => `${name}: ${value}`)
    socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
    const [head = '', ...rest] = (await text(socket)).split('\r\n\r\n')
    const [status = '', ...fields] = head.split('\r\n')
    return {
      status: Number(status.split(' ')[1]),
      headers: Object.fromEntries(
        fields.map((line) => {
          const colon = line.indexOf(': ')
          return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)]
        }),
      ),
      body: rest.join('\r\n\r\n'),
    }
  }
}

const boundary = '===============0365036793167325539=='

/** A form as the `maas` command sends it, each part in base64. */
export function maasForm(fields: readonly (readonly [string, string])[]) {
  const parts = fields.map(([name, value]) =>
    [
      `--${boundary}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: form-data; name="${name}"`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset="utf-8"',
      '',
      `${Buffer.from(value).toString('base64')}\n`,
      '',
    ].join('\r\n'),
  )
  return {
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    // Python's email package, which writes it, opens an empty form before it closes it.
    body: `${parts.length > 0 ? parts.join('') : `--${boundary}\r\n\r\n`}--${boundary}--\r\n`,
  }
}
