import type { Check, Fix } from '../contract/check.ts'
import type { ComposeStep } from '../contract/compose.ts'
import type { HostKey, ProblemCode } from '../contract/problem.ts'

export type FieldErrors = Record<string, string[]>

export type AppErrorDetails = {
  fix?: Fix
  /** By field name; answered in place of the message to clients that speak MAAS's dialect, unless there is a `text`. */
  fieldErrors?: FieldErrors
  /** How far a connection came. */
  checks?: Check[]
  /** Which step of composing failed. */
  step?: ComposeStep
  /** The key that the host showed. */
  hostKey?: HostKey
  /** Seconds until another try may succeed. */
  retryAfterSeconds?: number
  /** MAAS's words for the same refusal, where scripts match on them. Default: the message. */
  text?: string
  cause?: unknown
}

/** A refusal with a code of the closed list. The HTTP status is decided in `http/error-response.ts` alone. */
export class AppError extends Error {
  override name = 'AppError'
  readonly code: ProblemCode
  readonly details: AppErrorDetails

  constructor(code: ProblemCode, message: string, details: AppErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.details = details
  }
}

export const notFound = () => new AppError('not_found', 'Not Found')

/** In place of a success that would be pretended. `what` begins a sentence: `Composing a machine`. */
export const notAvailable = (what: string) =>
  new AppError('not_available', `${what} is not available yet.`)

/** A refusal of one field. */
export const fieldError = (field: string, message: string) =>
  new AppError('invalid_input', message, { fieldErrors: { [field]: [message] } })
