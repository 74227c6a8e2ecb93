/** A console as a browser holds it. */
import { once } from 'node:events'
import { WebSocket } from 'ws'
import { consoleProtocol, type Consoles, type ConsoleTicket } from '../../contract/console.ts'
import { consoleEndOf, type ConsoleEnd } from '../../contract/rules/console-ends.ts'
import { api, type TestServer } from './server.ts'

export type Headers = Record<string, string>

/** Asks for a ticket. */
export const askConsole = (
  { server }: TestServer,
  headers: Headers,
  systemId: string,
  payload: object = {},
) =>
  server.app.inject({
    method: 'POST',
    url: `${api}/podyard/machines/${systemId}/console/?op=open`,
    headers: { ...headers, accept: 'application/problem+json' },
    payload,
  })

export async function newTicket(
  site: TestServer,
  headers: Headers,
  systemId: string,
  payload: object = { kind: 'serial' },
): Promise<ConsoleTicket> {
  const response = await askConsole(site, headers, systemId, payload)
  const ticket = response.statusCode === 200 ? response.json<Consoles>().ticket : null
  if (!ticket) throw new Error(response.body)
  return ticket
}

export type Knock = { status: number; body: string } | { console: OpenedConsole }
export type OpenedConsole = {
  ws: WebSocket
  /** Everything that has come. */
  text: () => string
  /** Resolves to why it ended. */
  ended: Promise<{ why: ConsoleEnd | null; detail: string }>
}

/** Shows a ticket. */
export async function knock(
  origin: string,
  { path, token }: Pick<ConsoleTicket, 'path' | 'token'>,
  headers: Headers,
  protocols: string[] = [consoleProtocol, token],
): Promise<Knock> {
  const { 'x-csrftoken': _, ...sent } = headers
  const ws = new WebSocket(`${origin.replace('http', 'ws')}${path}`, protocols, { headers: sent })
  let text = ''
  ws.on('message', (data: Buffer) => (text += String(data)))
  const ended = once(ws, 'close').then(([code, reason]: unknown[]) => ({
    why: consoleEndOf(Number(code)),
    detail: String(reason as Buffer),
  }))
  ws.on('error', () => {})
  const refused = once(ws, 'unexpected-response').then(async ([, response]: unknown[]) => {
    const answer = response as NodeJS.ReadableStream & { statusCode: number }
    let body = ''
    for await (const chunk of answer) body += String(chunk)
    return { status: answer.statusCode, body }
  })
  const opened = once(ws, 'open').then(() => ({ console: { ws, text: () => text, ended } }))
  opened.catch(() => {})
  refused.catch(() => {})
  return Promise.any([opened, refused])
}

export async function openConsole(...args: Parameters<typeof knock>): Promise<OpenedConsole> {
  const answer = await knock(...args)
  if ('console' in answer) return answer.console
  throw new Error(`${answer.status} ${answer.body}`)
}
