import type { FastifyRequest } from 'fastify'
import type { Endpoint } from '../../contract/endpoint.ts'
import { AppError } from '../errors.ts'
import { isOauth, type OauthVerifier } from '../services/oauth.ts'
import type { SessionService } from '../services/sessions.ts'
import { sameText } from '../services/tokens.ts'
import type { SessionUser, StoredSession } from '../store/sessions.ts'

export const sessionCookie = 'sessionid'

export type Caller = {
  user: SessionUser | null
  session: StoredSession | null
  /** Signed by an API key, which a foreign page cannot do in a user's name. */
  signed: boolean
}

export type Authenticate = (request: FastifyRequest) => Promise<Caller>

/** Who is asking: by API key where there is one, else by cookie. Rejects with `not_authenticated` for a bad key, or `rate_limited`. */
export function createAuthenticate(
  sessions: Pick<SessionService, 'resume'>,
  verifyOauth: OauthVerifier,
): Authenticate {
  return async (request) => {
    const { authorization } = request.headers
    if (isOauth(authorization)) {
      return { user: await verifyOauth(authorization, request.ip), session: null, signed: true }
    }
    const token = request.cookies[sessionCookie]
    const found = token ? await sessions.resume(token) : undefined
    return { user: found?.user ?? null, session: found?.session ?? null, signed: false }
  }
}

/** Throws `not_authenticated` or `forbidden`. What is not allowed here is denied. */
export function checkAccess(access: Endpoint['access'], user: SessionUser | null): void {
  if (access === 'anyone') return
  if (!user) {
    throw new AppError('not_authenticated', 'You are not logged in.', { text: 'Forbidden' })
  }
  if (access === 'user' || (access === 'admin' && user.is_superuser)) return
  throw new AppError('forbidden', 'This method is reserved for admin users.')
}

/**
 * Throws `csrf_failed` for a request that changes something and that another site may have made a browser send.
 * A request within a session must carry its token; one that opens a session (`opens`) has none yet.
 */
export function checkForgery(request: FastifyRequest, caller: Caller, opens: boolean): void {
  if (caller.signed || request.method === 'GET' || request.method === 'HEAD') return
  if (isCrossOrigin(request)) {
    throw new AppError('csrf_failed', 'The request came from another site.')
  }
  if (!caller.session || opens) return
  const token = request.headers['x-csrftoken']
  if (typeof token !== 'string' || !sameText(token, caller.session.csrf_token)) {
    throw new AppError('csrf_failed', 'CSRF Failed: CSRF token missing or incorrect.', {
      fix: { text: 'Reload the page.', command: null },
    })
  }
}

/** Whether a browser says that another site made it send this. */
export function isCrossOrigin({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  // Neither header: not a browser.
  if (headers.origin === undefined) return false
  if (!URL.canParse(headers.origin)) return true
  const origin = new URL(headers.origin)
  // Parsed in the same scheme, both lose its default port.
  const own = `${origin.protocol}//${host}`
  return !URL.canParse(own) || new URL(own).host !== origin.host
}
