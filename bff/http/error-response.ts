/** The one place where a refusal becomes an HTTP response. */
import type { Problem, ProblemCode } from '../../contract/problem.ts'
import { AppError } from '../errors.ts'

export type ErrorResponse = {
  status: number
  headers: Record<string, string>
  body: string
}

/** 503: the request was right, the host could not do it. */
const hostProblem = 503

const statuses: Record<ProblemCode, number> = {
  invalid_input: 400,
  bad_request: 400,
  not_authenticated: 401,
  bad_credentials: 401,
  csrf_failed: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  wrong_state: 409,
  locked: 403,
  no_machine: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  not_available: 501,
  no_room: hostProblem,
  dns_failed: hostProblem,
  tcp_refused: hostProblem,
  tcp_timeout: hostProblem,
  tcp_unreachable: hostProblem,
  ssh_handshake_failed: hostProblem,
  host_key_unknown: 409,
  host_key_changed: hostProblem,
  key_refused: hostProblem,
  password_refused: hostProblem,
  socket_permission_denied: hostProblem,
  socket_missing: hostProblem,
  daemon_not_running: hostProblem,
  forwarding_forbidden: hostProblem,
  libvirt_refused: hostProblem,
  libvirt_timeout: hostProblem,
  connection_lost: hostProblem,
  storage_pool_not_found: 400,
}

export const statusOf = (code: ProblemCode) => statuses[code]

const text = 'text/plain; charset=utf-8'
const json = 'application/json; charset=utf-8'
const problemJson = 'application/problem+json; charset=utf-8'

export const wantsProblem = (accept: string | undefined) =>
  accept?.includes('application/problem+json') ?? false

/** What went wrong inside is for the log; a client learns the request id to ask about. */
const internal = new AppError('internal', 'Something went wrong inside Podyard.')

/** MAAS's shapes, or a `Problem` for clients that ask for one. */
export function errorResponse(
  thrown: unknown,
  accept: string | undefined,
  requestId: string,
): ErrorResponse {
  const error = toAppError(thrown)
  const { code, message, details } = error
  const status = statuses[code]
  const headers: Record<string, string> = {}
  if (status === 401) headers['www-authenticate'] = 'OAuth'
  if (details.retryAfterSeconds !== undefined) {
    headers['retry-after'] = String(Math.ceil(details.retryAfterSeconds))
  }
  if (wantsProblem(accept)) {
    headers['content-type'] = problemJson
    return { status, headers, body: JSON.stringify(toProblem(error, requestId)) }
  }
  if (details.fieldErrors && details.text === undefined) {
    headers['content-type'] = json
    return { status, headers, body: JSON.stringify(details.fieldErrors) }
  }
  headers['content-type'] = text
  const body = code === 'internal' ? `${message} Request ${requestId}.` : (details.text ?? message)
  return { status, headers, body }
}

/** Refusals by the web framework carry a status of their own. */
function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown.code === 'internal' ? internal : thrown
  const status: unknown =
    typeof thrown === 'object' && thrown !== null && 'statusCode' in thrown
      ? thrown.statusCode
      : undefined
  if (status === 413) return new AppError('too_large', 'The request is too large.')
  if (typeof status === 'number' && status >= 400 && status < 500 && thrown instanceof Error) {
    return new AppError('bad_request', thrown.message)
  }
  return internal
}

function toProblem({ code, message, details }: AppError, requestId: string): Problem {
  return {
    code,
    message,
    ...(details.fix && { fix: details.fix }),
    ...(details.fieldErrors && { field_errors: details.fieldErrors }),
    ...(details.checks && { checks: details.checks }),
    ...(details.step && { step: details.step }),
    ...(details.hostKey && { host_key: details.hostKey }),
    request_id: requestId,
  }
}
