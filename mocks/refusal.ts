import type { Problem, ProblemCode } from '../contract/problem.ts'

/** Thrown by a handler; the adapter makes the answer of it. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly problem: Omit<Problem, 'request_id'>

  constructor(problem: Omit<Problem, 'request_id'>) {
    super(problem.message)
    this.problem = problem
  }
}

export const notFound = () => new Refusal({ code: 'not_found', message: 'Not Found' })

/** In place of what the server cannot do yet. */
export const notAvailable = (what: string) =>
  new Refusal({ code: 'not_available', message: `${what} is not available yet.` })

export const fieldErrors = (field_errors: Record<string, string[]>) =>
  new Refusal({
    code: 'invalid_input',
    message: Object.values(field_errors).flat().join(' '),
    field_errors,
  })

/** MAAS's words for a zone, pool or the like that does not exist. */
export const invalidChoice =
  'Select a valid choice. That choice is not one of the available choices.'

const statuses: Partial<Record<ProblemCode, number>> = {
  invalid_input: 400,
  bad_request: 400,
  storage_pool_not_found: 400,
  not_authenticated: 401,
  bad_credentials: 401,
  csrf_failed: 403,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  wrong_state: 409,
  locked: 403,
  no_machine: 409,
  host_key_unknown: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  not_available: 501,
}

/** Whatever else there is comes from the host: 503. */
export const statusOf = (code: ProblemCode) => statuses[code] ?? 503
