import type { Endpoint } from '../../contract/endpoint.ts'
import { joinInput } from '../../contract/flat.ts'
import { AppError, type FieldErrors, notFound } from '../errors.ts'
import type { Fields } from './decode-body.ts'

/**
 * Path variables and fields, parsed by the schemas of the endpoint, side by side. A variable that cannot be one is
 * `not_found`; fields that cannot be used are `invalid_input`, each with its messages.
 */
export function parseInput(endpoint: Endpoint, params: Fields, fields: Fields): Fields {
  const variables = endpoint.params?.safeParse(params)
  if (variables?.success === false) throw notFound()
  const input = endpoint.input?.safeParse(fields)
  if (input?.success === false) {
    const fieldErrors = Object.groupBy(input.error.issues, (issue) => String(issue.path[0] ?? ''))
    throw new AppError('invalid_input', 'Some fields need another value.', {
      fieldErrors: mapValues(fieldErrors, (issues = []) => [
        ...new Set(issues.map((issue) => issue.message)),
      ]),
    })
  }
  return joinInput(endpoint, variables?.data, input?.data)
}

function mapValues<V>(
  record: Partial<Record<string, V>>,
  map: (value: V | undefined) => string[],
): FieldErrors {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
