/** Makes msw handlers of the endpoint table: what the server's routes do, in small. */
import { http, HttpResponse, type HttpHandler } from 'msw'
import type { Endpoint } from '../contract/endpoint.ts'
import { type EndpointName, endpoints } from '../contract/endpoints.ts'
import { apiRoot, openApiPath, root, streamPath } from '../contract/root.ts'
import type { Problem } from '../contract/problem.ts'
import type { SignalOf } from './aborts.ts'
import { currentUser, type Db } from './db.ts'
import type { Call } from './handler.ts'
import { handlers } from './handlers.ts'
import { parseInput } from './parse.ts'
import { Refusal, statusOf } from './refusal.ts'
import { csrfToken } from './session.ts'
import { streamHandler } from './stream.ts'

export function toHttpHandlers(
  db: Db,
  signalOf: SignalOf = (request) => request.signal,
): HttpHandler[] {
  const entries = Object.entries(endpoints) as [EndpointName, Endpoint][]
  return [
    streamHandler(db, streamPath),
    http.get(`*${openApiPath}`, async () => {
      const { openApi } = await import('../contract/openapi.ts')
      return HttpResponse.json(openApi(statusOf))
    }),
    // One path may have several operations: those with an op are asked first.
    ...entries
      .sort(([, a], [, b]) => Number(b.op !== undefined) - Number(a.op !== undefined))
      .map(([name, endpoint]) => toHttpHandler(name, endpoint, db, signalOf)),
    http.all(`*${root}*`, ({ request }) => {
      const { pathname } = new URL(request.url)
      if (!pathname.startsWith(apiRoot)) return undefined
      const message = `Unknown API endpoint: ${pathname}.`
      return refuse(new Refusal({ code: 'not_found', message }))
    }),
  ]
}

function toHttpHandler(
  name: EndpointName,
  endpoint: Endpoint,
  db: Db,
  signalOf: SignalOf,
): HttpHandler {
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'delete'
  const handle = handlers[name] as (input: unknown, db: Db, call: Call) => unknown
  return http[method](`*${endpoint.path.replace(/\{(\w+)\}/g, ':$1')}`, async (info) => {
    const { searchParams } = new URL(info.request.url)
    const op = searchParams.get('op') ?? undefined
    if (op !== endpoint.op) return undefined
    const signal = signalOf(info.request)
    try {
      checkAccess(endpoint, info.request, db)
      const input = await parseInput(endpoint, info.params, info.request)
      const output = await handle(input, db, { signal })
      if (endpoint.method !== 'GET') db.keep(db)
      return endpoint.response
        ? HttpResponse.json(output as Record<string, unknown>)
        : new HttpResponse(null, { status: 204, headers: { 'content-type': 'text/plain' } })
    } catch (error) {
      if (error instanceof Refusal) return refuse(error)
      if (signal.aborted) return HttpResponse.error()
      throw error
    }
  })
}

function checkAccess({ access, method }: Endpoint, request: Request, db: Db) {
  if (access === 'anyone') return
  const user = currentUser(db)
  if (!user) throw new Refusal({ code: 'not_authenticated', message: 'Log in first.' })
  if (method !== 'GET' && request.headers.get('x-csrftoken') !== csrfToken) {
    throw new Refusal({
      code: 'csrf_failed',
      message: 'CSRF Failed: CSRF token missing or incorrect.',
    })
  }
  if (access === 'admin' && !user.is_superuser) {
    throw new Refusal({
      code: 'forbidden',
      message: 'This method is reserved for admin users.',
    })
  }
}

function refuse({ problem }: Refusal) {
  const body: Problem = { ...problem, request_id: 'mock' }
  return new HttpResponse(JSON.stringify(body), {
    status: statusOf(problem.code),
    headers: { 'content-type': 'application/problem+json' },
  })
}
