import type * as z from 'zod/mini'
import { describeField } from '../../contract/describe.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { required } from '../../contract/fields.ts'
import { joinInput } from '../../contract/flat.ts'
import { AppError, type FieldErrors, notFound } from '../errors.ts'
import type { Fields } from './decode-body.ts'

type Issue = z.core.$ZodIssue

/**
 * A form or query that names a field twice: a list where the endpoint takes one, else the last, as Django reads it.
 * JSON says itself what is a list.
 */
export function settleRepeats({ input }: Endpoint, fields: Fields): Fields {
  const settled = { ...fields }
  for (const [name, value] of Object.entries(fields)) {
    const schema = input?.shape[name] as z.ZodMiniType | undefined
    if (Array.isArray(value) && !schema?.safeParse([]).success) settled[name] = value.at(-1)
  }
  return settled
}

/**
 * Path variables and fields, parsed by the schemas of the endpoint, side by side. A variable that cannot be one is
 * `not_found`; fields that cannot be used are `invalid_input`, each with its messages.
 */
export function parseInput(endpoint: Endpoint, params: Fields, fields: Fields): Fields {
  const variables = endpoint.params?.safeParse(params)
  if (variables?.success === false) throw notFound()
  const input = endpoint.input?.safeParse(fields)
  if (input?.success === false) {
    const { issues } = input.error
    const fieldErrors = Object.groupBy(issues, (issue) => String(issue.path[0] ?? ''))
    throw new AppError('invalid_input', 'Some fields need another value.', {
      fieldErrors: mapValues(fieldErrors, (all = []) => [
        ...new Set(all.map((issue) => issue.message)),
      ]),
      ...textOfMissing(endpoint, issues),
    })
  }
  return joinInput(endpoint, variables?.data, input?.data)
}

/** MAAS asks for the arguments of a named operation one by one, in a line of text; forms list all that is wrong. */
function textOfMissing({ op, input }: Endpoint, issues: readonly Issue[]): { text?: string } {
  if (op === undefined) return {}
  const mandatory = (name: string) => {
    const schema = input?.shape[name] as z.ZodMiniType | undefined
    return schema !== undefined && describeField(schema).required
  }
  const missing = issues
    .filter(({ message }) => message === required)
    .map(({ path }) => String(path[0]))
    .find(mandatory)
  return missing === undefined ? {} : { text: `No provided ${missing}!` }
}

function mapValues<V>(
  record: Partial<Record<string, V>>,
  map: (value: V | undefined) => string[],
): FieldErrors {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
