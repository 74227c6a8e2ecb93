/** What is printed of an answer, as MAAS's command prints it. */
import type { Request, Response } from './http.ts'
import { type Io, say } from './io.ts'
import { formatTable } from './table.ts'

type Shown = { handler: string; table: boolean }

/** To a pipe the body alone, byte by byte; to a person, what came of it as well. */
export function printAnswer(io: Io, response: Response, { handler, table }: Shown): void {
  const { out } = io
  const text = isText(response) ? response.body.toString('utf8') : undefined
  if (table && isSuccess(response) && text !== undefined) {
    const value = parseJson(text)
    if (value !== undefined) {
      out.write(formatTable(handler, value))
      return
    }
  }
  const toPerson = out.isTTY === true && text !== undefined
  if (toPerson && isSuccess(response)) {
    out.write('Success.\n')
    if (text !== '') out.write('Machine-readable output follows:\n')
  }
  if (response.body.length > 0) out.write(response.body)
  if (toPerson && text !== '' && !text.endsWith('\n')) out.write('\n')
}

export const isSuccess = ({ status }: Response) => status >= 200 && status < 300

const isText = ({ headers }: Response) =>
  /^(text\/|application\/(.+\+)?json\b)/i.test(headers['content-type'] ?? '')

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** To standard error, so that what is piped stays what it was. */
export function printDebug(io: Io, request: Request, response: Response): void {
  say(io, `> ${request.method} ${request.url}`)
  for (const [name, value] of Object.entries(request.headers)) {
    say(io, `> ${name}: ${name === 'authorization' ? '(not shown)' : value}`)
  }
  say(io, `< ${response.status} ${response.reason}`)
  for (const [name, value] of Object.entries(response.headers)) {
    say(io, `< ${name}: ${[value].flat().join(', ')}`)
  }
}

/** A server that was changed since the login may take other fields than we know of. */
export function warnOfChange(io: Io, response: Response, known: string): void {
  const hash = response.headers['x-maas-api-hash']
  if (hash === undefined || hash === known) return
  const stars = '*'.repeat(72)
  say(
    io,
    `${stars}\nWARNING! The API on the server differs from what this profile knows of\nit. What you ask for may fail, or be unknown here. Learn it anew with:\n\n  maas refresh\n${stars}`,
  )
}
