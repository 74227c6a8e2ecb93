import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Endpoint } from '../../contract/endpoint.ts'
import { type EndpointName, endpoints } from '../../contract/endpoints.ts'
import { root } from '../../contract/root.ts'
import { AppError } from '../errors.ts'
import type { Handlers, OpenCall } from '../handlers.ts'
import { sessionMs } from '../services/sessions.ts'
import { type Authenticate, checkAccess, checkForgery, sessionCookie } from './authenticate.ts'
import { decodeBody, type Fields, isJson } from './decode-body.ts'
import { wantsProblem } from './error-response.ts'
import { toJson } from './json.ts'
import { parseInput, settleRepeats } from './parse-input.ts'

/** These make the session whose token they would have to show. */
const opening = new Set<string>(['sessionCreate', 'setupComplete'] satisfies EndpointName[])

/** A foreign page may ask this: it opens nothing in the browser, and the page cannot read the answer. */
const harmless = new Set<string>(['apiKeyAuthenticate'] satisfies EndpointName[])

/** As MAAS writes it, for people who read what `maas` prints; programs that speak `Problem` get it compact. */
const indent = 4

/** The handlers differ in their input, which the endpoint's own schemas have parsed before. */
type AnyHandler = (input: Fields, call: OpenCall) => Promise<unknown>

type Named = { name: string; endpoint: Endpoint }

/** One route for each path of the table; method and `op` pick the endpoint. */
export function registerApi(
  app: FastifyInstance,
  handlers: Handlers,
  authenticate: Authenticate,
): void {
  const all = Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => ({ name, endpoint }))
  for (const [path, members] of Map.groupBy(all, ({ endpoint }) => endpoint.path)) {
    app.route({
      method: ['GET', 'POST', 'PUT', 'DELETE'],
      url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const query = request.query as Fields
        const body = await decodeBody(
          request.headers['content-type'],
          (request.body as Buffer | undefined) ?? Buffer.alloc(0),
        )
        const { name, endpoint } = pick(members, request.method, opOf(query) ?? opOf(body))
        const caller = await authenticate(request)
        checkAccess(endpoint.access, caller.user)
        if (!harmless.has(name)) checkForgery(request, caller, opening.has(name))

        const { op: _, ...sent } = takesBody(endpoint) ? body : query
        const typed = takesBody(endpoint) && isJson(request.headers['content-type'])
        const fields = typed ? sent : settleRepeats(endpoint, sent)
        const input = parseInput(endpoint, request.params as Fields, fields)
        const handler = handlers[name as EndpointName] as unknown as AnyHandler
        const output = await handler(input, {
          user: caller.user,
          session: caller.session,
          requestId: request.id,
          ip: request.ip,
          signal: goneSignal(reply),
          setCookie: (session) => setCookie(request, reply, session?.token),
        })
        return answer(reply, endpoint, output, wantsProblem(request.headers.accept))
      },
    })
  }
}

const takesBody = ({ method }: Endpoint) => method === 'POST' || method === 'PUT'

function opOf({ op }: Fields): string | undefined {
  const last: unknown = Array.isArray(op) ? op.at(-1) : op
  return typeof last === 'string' && last !== '' ? last : undefined
}

function pick(members: readonly Named[], method: string, op: string | undefined): Named {
  const wanted = method === 'HEAD' ? 'GET' : method
  const found = members.find(({ endpoint }) => endpoint.method === wanted && endpoint.op === op)
  if (found) return found
  throw new AppError('bad_request', `Unrecognised signature: method=${method} op=${op ?? 'None'}`)
}

function answer(reply: FastifyReply, endpoint: Endpoint, output: unknown, compact: boolean) {
  if (!endpoint.response) {
    // MAAS's clients look at the type even of nothing.
    return reply.code(204).header('content-type', 'text/plain').send()
  }
  return reply
    .header('content-type', 'application/json; charset=utf-8')
    .send(toJson(output, compact ? undefined : indent))
}

/** Aborted when the connection ends before the answer. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController()
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort()
  })
  return controller.signal
}

function setCookie(request: FastifyRequest, reply: FastifyReply, token: string | undefined): void {
  const attributes = {
    path: root,
    httpOnly: true,
    sameSite: 'lax',
    secure: request.protocol === 'https',
  } as const
  if (token === undefined) reply.clearCookie(sessionCookie, attributes)
  else reply.setCookie(sessionCookie, token, { ...attributes, maxAge: sessionMs / 1000 })
}
