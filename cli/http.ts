/**
 * One request, one whole answer. Not `fetch`: that one can neither be told which certificates to trust, nor to wait
 * for as long as a server needs to discover a slow host.
 */
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import https from 'node:https'
import { buffer } from 'node:stream/consumers'
import * as tls from 'node:tls'
import type { Method } from '../contract/endpoint.ts'
import { explainFailure } from './reach.ts'

export type Request = {
  method: Method
  url: string
  headers: Record<string, string>
  body?: Buffer
}

export type Response = {
  status: number
  reason: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export type Trust = {
  /** Accept any certificate. */
  insecure: boolean
  /** PEM; trusted besides those of Node and of the system. */
  cacerts?: string | null
}

export type Limits = { connectMs: number; answerMs: number }

/** Adding a pod takes MAAS up to two minutes, deleting one with its machines longer. */
const limits: Limits = { connectMs: 15_000, answerMs: 600_000 }

export type Send = (request: Request, trust: Trust) => Promise<Response>

/** Resolves to any answer. Rejects with `CliError` where there is none. */
export const send: Send = (request, trust) => sendWithin(request, trust, limits)

export async function sendWithin(
  request: Request,
  trust: Trust,
  within: Limits,
): Promise<Response> {
  const url = new URL(request.url)
  try {
    const incoming = await exchange(url, request, trust, within)
    return {
      status: incoming.statusCode ?? 0,
      reason: incoming.statusMessage ?? '',
      headers: incoming.headers,
      body: await buffer(incoming),
    }
  } catch (error) {
    throw explainFailure(url, error as NodeJS.ErrnoException)
  }
}

function exchange(
  url: URL,
  { method, headers, body }: Request,
  trust: Trust,
  { connectMs, answerMs }: Limits,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const length = method === 'POST' || method === 'PUT' ? String(body?.length ?? 0) : undefined
    const options = {
      method,
      headers: {
        accept: 'application/json, */*',
        'user-agent': 'podyard-maas',
        ...headers,
        ...(length === undefined ? {} : { 'content-length': length }),
      },
    }
    const sent =
      url.protocol === 'https:'
        ? https.request(url, { ...options, ...trusting(trust) })
        : http.request(url, options)
    const giveUp = (code: string) => () =>
      sent.destroy(Object.assign(new Error('no answer in time'), { code }))
    const connecting = setTimeout(giveUp('CONNECT_TIME_LIMIT'), connectMs)
    sent.once('socket', (socket) => {
      const connected = () => clearTimeout(connecting)
      if (!socket.connecting) connected()
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected)
    })
    sent.setTimeout(answerMs, giveUp('ANSWER_TIME_LIMIT'))
    sent.once('close', () => clearTimeout(connecting))
    sent.once('error', reject)
    sent.once('response', resolve)
    sent.end(body)
  })
}

function trusting({ insecure, cacerts }: Trust): tls.ConnectionOptions {
  if (insecure) return { rejectUnauthorized: false }
  // What the administrator of this machine trusts; older Nodes cannot tell.
  const known = tls.getCACertificates?.('default') ?? tls.rootCertificates
  const system = tls.getCACertificates?.('system') ?? []
  // Most are in both, and each takes time to read.
  return { ca: [...new Set([...known, ...system, ...(cacerts ? [cacerts] : [])])] }
}
