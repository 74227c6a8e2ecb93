import type { FastifyInstance, FastifyRequest } from 'fastify'
import { root } from '../../contract/root.ts'
import { isBearer, type OauthVerifier } from '../services/oauth.ts'
import type { PrometheusText } from '../services/prometheus.ts'
import { type Authenticate, checkAccess } from './authenticate.ts'

export type PrometheusDeps = {
  text: PrometheusText
  /** Checks an API key that came as a bearer token: Prometheus cannot sign, it sends the same header each time. */
  verifyBearer: OauthVerifier
  /** Whether whoever asks from this machine itself needs no key. */
  openOnLoopback: boolean
}

/** Ours, and where MAAS has it: scrapers that know a MAAS change their target's address only. */
const paths = ['/metrics', `${root}metrics`]

/** For any user, by session or API key; see docs/security.md. */
export function registerPrometheus(
  app: FastifyInstance,
  authenticate: Authenticate,
  { text, verifyBearer, openOnLoopback }: PrometheusDeps,
): void {
  for (const path of paths) {
    app.get(path, async (request, reply) => {
      const { authorization } = request.headers
      if (isBearer(authorization)) await verifyBearer(authorization, request.ip)
      else if (!openOnLoopback || !isFromHere(request)) {
        checkAccess('user', (await authenticate(request)).user)
      }
      return reply
        .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(await text())
    })
  }
}

/** A proxy on this machine speaks for others, and mostly says so. */
const isFromHere = ({ socket, headers }: FastifyRequest) =>
  /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(socket.remoteAddress ?? '') &&
  ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].every((name) => headers[name] === undefined)
