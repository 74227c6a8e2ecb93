import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import { createHash, randomUUID } from 'node:crypto'
import {
  fastify,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify'
import { describeApi } from '../contract/describe.ts'
import { apiRoot, root } from '../contract/root.ts'
import { AppError } from './errors.ts'
import type { Handlers } from './handlers.ts'
import { registerApi } from './http/api.ts'
import type { Authenticate } from './http/authenticate.ts'
import { type ConsoleSocketDeps, registerConsoles } from './http/console-socket.ts'
import { isConsoleUpgrade } from './http/console-upgrade.ts'
import { bodyLimit } from './http/decode-body.ts'
import { errorResponse } from './http/error-response.ts'
import { registerOpenApi } from './http/openapi.ts'
import { type PrometheusDeps, registerPrometheus } from './http/prometheus.ts'
import { registerStream, type StreamDeps } from './http/stream.ts'
import { registerWeb } from './http/web.ts'

export type AppDeps = {
  handlers: Handlers
  authenticate: Authenticate
  stream: StreamDeps
  consoles: ConsoleSocketDeps
  prometheus: PrometheusDeps
  /** Rejects while the store does not answer. */
  ready: () => Promise<unknown>
  /** Folder of the built UI; undefined serves none. */
  webDir?: string | undefined
  trustProxy?: boolean
  logger?: FastifyBaseLogger | undefined
}

/** SHA-1 over what the API offers, the same under whatever name we are reached. */
export const apiHash = createHash('sha1')
  .update(JSON.stringify(describeApi('', '')))
  .digest('hex')

/** Everything that is served over HTTP, without listening. */
export async function createApp(deps: AppDeps): Promise<FastifyInstance> {
  const app = fastify({
    ...(deps.logger ? { loggerInstance: deps.logger } : {}),
    http: { shouldUpgradeCallback: isConsoleUpgrade },
    logController: new LogController({ disableRequestLogging: true }),
    // One proxy, which adds the address that it saw: those before it in the list are the client's own claims.
    trustProxy: deps.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    bodyLimit,
    genReqId: () => randomUUID(),
    // Of a path that cannot be decoded, for one: what comes before any route.
    frameworkErrors: refuse,
    routerOptions: { maxParamLength: 300 },
  })
  // Bodies are decoded in one place, from bytes.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  await app.register(cookie)
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    // Other names of the domain are not ours to decide on.
    strictTransportSecurity: { includeSubDomains: false },
    referrerPolicy: { policy: 'same-origin' },
  })

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(commonHeaders(request))
  })
  app.addHook('onResponse', async (request, reply) => {
    const level = request.method === 'GET' || request.method === 'HEAD' ? 'debug' : 'info'
    request.log[level](
      {
        method: request.method,
        // Without the query, which may hold the token of the setup link.
        path: request.url.split('?', 1)[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        ip: request.ip,
      },
      'answered',
    )
  })

  app.setErrorHandler(refuse)
  app.setNotFoundHandler((request) => {
    const path = request.url.split('?', 1)[0] ?? ''
    throw new AppError(
      'not_found',
      path.startsWith(apiRoot) ? `Unknown API endpoint: ${path}.` : 'Not Found',
    )
  })

  registerApi(app, deps.handlers, deps.authenticate)
  registerStream(app, deps.authenticate, deps.stream)
  registerConsoles(app, deps.consoles)
  registerPrometheus(app, deps.authenticate, deps.prometheus)
  registerOpenApi(app)
  registerSmall(app, deps.ready)
  await registerWeb(app, deps.webDir)
  return app
}

/** Of every response; those of the API tell clients which API it is. */
function commonHeaders({ id, url }: FastifyRequest): Record<string, string> {
  return {
    'x-request-id': id,
    ...(url.startsWith(`${root}api/`) && {
      'x-maas-api-hash': apiHash,
      vary: 'Authorization, Cookie',
      'cache-control': 'no-store',
    }),
  }
}

function refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, headers, body } = errorResponse(error, request.headers.accept, request.id)
  if (status === 500) request.log.error({ err: error }, 'failed')
  else request.log.debug({ err: error }, 'refused')
  // The framework's own refusals have met no hook.
  void reply.code(status).headers(commonHeaders(request)).headers(headers).send(body)
}

function registerSmall(app: FastifyInstance, ready: () => Promise<unknown>): void {
  app.get(`${apiRoot}describe/`, (request, reply) => {
    const description = describeApi(`${request.protocol}://${request.host}`, apiHash)
    // Clients compare the type with `application/json`, to the letter; text would get a charset added.
    return reply
      .header('content-type', 'application/json')
      .send(Buffer.from(JSON.stringify(description)))
  })
  app.get(`${root}api/version/`, (_request, reply) =>
    reply.header('content-type', 'text/plain; charset=utf-8').send('2.0'),
  )
  app.all(`${root}api/1.0/*`, (_request, reply) =>
    reply
      .code(410)
      .header('content-type', 'text/plain; charset=utf-8')
      .send('The 1.0 API is no longer available. Please use API version 2.0.'),
  )
  app.get('/healthz', (_request, reply) => reply.send('ok'))
  app.get('/readyz', async (request, reply) => {
    try {
      await ready()
      return await reply.send('ok')
    } catch (error) {
      request.log.error({ err: error }, 'the store does not answer')
      return await reply.code(503).send('The store does not answer.')
    }
  })
}
