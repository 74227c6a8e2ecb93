import type * as z from 'zod/mini'
import type { Endpoint } from '../contract/endpoint.ts'
import { joinInput } from '../contract/flat.ts'
import { fieldErrors, notFound, Refusal } from './refusal.ts'

type Fields = Record<string, unknown>

/** What a handler gets: the variables of the path beside the fields of query or body, both parsed. */
export async function parseInput(
  endpoint: Endpoint,
  params: Fields,
  request: Request,
): Promise<Fields> {
  const variables = endpoint.params?.safeParse(decoded(params))
  // An id that cannot be one names nothing.
  if (variables && !variables.success) throw notFound()
  if (!endpoint.input) return { ...variables?.data }
  const fields = hasBody(request) ? await readBody(request) : readQuery(request)
  const parsed = endpoint.input.safeParse(fields)
  if (!parsed.success) throw refusalOf(parsed.error.issues)
  return joinInput(endpoint, variables?.data, parsed.data)
}

const decoded = (params: Fields): Fields =>
  Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, decodeURIComponent(String(value))]),
  )

const hasBody = ({ method }: Request) => method === 'POST' || method === 'PUT'

async function readBody(request: Request): Promise<Fields> {
  const written = await request.text()
  if (written === '') return {}
  try {
    return JSON.parse(written) as Fields
  } catch {
    throw new Refusal({ code: 'bad_request', message: 'The body is not valid JSON.' })
  }
}

function readQuery(request: Request): Fields {
  const fields: Fields = {}
  const { searchParams } = new URL(request.url)
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name)
    if (name !== 'op') fields[name] = values.length === 1 ? values[0] : values
  }
  return fields
}

function refusalOf(issues: z.core.$ZodIssue[]): Refusal {
  const errors: Record<string, string[]> = {}
  for (const { path, message } of issues) {
    const field = String(path[0] ?? '')
    ;(errors[field] ??= []).push(message)
  }
  return fieldErrors(errors)
}
