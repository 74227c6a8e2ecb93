import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { Request, Response, Send, Trust } from '../http.ts'
import type { Io } from '../io.ts'
import { run } from '../run.ts'
import { foreignDescription } from './description.ts'

export type Ran = { exitCode: number; out: string; err: string }
export type Sent = Request & { trust: Trust }

export type World = {
  folder: string
  profilesPath: string
  /** Requests, oldest first. */
  sent: Sent[]
  maas: (...argv: string[]) => Promise<Ran>
  /** The same at a terminal. */
  typed: (...argv: string[]) => Promise<Ran>
  /** The same with something on standard input. */
  piped: (stdin: string, ...argv: string[]) => Promise<Ran>
  end: () => void
}

type Answer = { status?: number; body?: unknown; headers?: Record<string, string> }

/** Everything but the network: profiles in a folder of their own. `answers` says what comes for a call. */
export function createWorld(
  answers: (request: Request) => Answer | undefined = () => undefined,
): World {
  const folder = mkdtempSync(join(tmpdir(), 'podyard-maas-'))
  const profilesPath = join(folder, 'podyard', 'profiles.json')
  const sent: Sent[] = []
  const send: Send = async (request, trust) => {
    sent.push({ ...request, trust })
    return toResponse(answers(request) ?? usual(request))
  }
  const start = async (stdin: string, isTTY: boolean, argv: string[]): Promise<Ran> => {
    let out = ''
    let err = ''
    const io: Io = {
      out: { isTTY, columns: 80, write: (chunk) => (out += text(chunk)) },
      err: { isTTY, write: (chunk) => (err += text(chunk)) },
      stdin: Object.assign(Readable.from([stdin]), { isTTY: false }),
      env: { XDG_CONFIG_HOME: folder },
    }
    return { exitCode: await run(argv, io, send), out, err }
  }
  return {
    folder,
    profilesPath,
    sent,
    maas: (...argv) => start('', false, argv),
    typed: (...argv) => start('', true, argv),
    piped: (stdin, ...argv) => start(stdin, false, argv),
    end: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export const key = 'consumer:token:secret'

function usual({ url }: Request): Answer {
  if (url.endsWith('/describe/')) {
    return { body: foreignDescription, headers: { 'content-type': 'application/json' } }
  }
  if (url.includes('op=whoami')) return { body: { username: 'ada' } }
  return {
    status: 404,
    body: 'Not Found',
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  }
}

function toResponse({ status = 200, body = '', headers = {} }: Answer): Response {
  return {
    status,
    reason: status === 200 ? 'OK' : '',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  }
}

const text = (chunk: string | Uint8Array) =>
  typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')
