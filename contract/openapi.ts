/**
 * The OpenAPI 3.1 description of the endpoint table, served as `openapi.json`.
 * Not for the UI: it takes zod's JSON Schema along.
 */
import type * as z from 'zod/mini'
import { describeField } from './describe.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { componentSchemas, fieldSchema, type JsonSchema, refOf } from './openapi-schemas.ts'
import { Problem, type ProblemCode } from './problem.ts'
import { apiRoot, root } from './root.ts'

type Json = Record<string, unknown>
export type StatusOf = (code: ProblemCode) => number

/** `statusOf` is the server's own: which status a refusal is answered with. */
export function openApi(statusOf: StatusOf) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Podyard API',
      version: '2.0',
      summary: 'KVM hosts and their machines, compatible with the MAAS 2.0 API.',
      description:
        'Bodies may be JSON, urlencoded or multipart. Refusals are text, or one list of messages per field, as MAAS has them; clients that accept application/problem+json get a Problem instead.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: apiRoot.replace(/\/$/, '') }],
    paths: paths(statusOf),
    components: { schemas: componentSchemas(), securitySchemes, headers },
  }
}

/**
 * OpenAPI knows one operation per path and method; MAAS tells several apart by `op`. One operation with the union of
 * all bodies and answers would say nothing, so each is a path of its own: `/pods/{id}/?op=refresh`. Generators and
 * viewers put the key behind the server's address as it is, which is the very request. Where nothing else has the
 * path and method, `op` is an ordinary parameter that can have one value.
 */
function paths(statusOf: StatusOf): Record<string, Json> {
  const all = Object.values<Endpoint>(endpoints)
  const items: Record<string, Json> = {}
  for (const [name, endpoint] of Object.entries<Endpoint>(endpoints)) {
    const { path, method, op } = endpoint
    const alone = all.filter((each) => each.path === path && each.method === method).length === 1
    const base = path.startsWith(apiRoot) ? apiRoot : root
    const key = `/${path.slice(base.length)}${op === undefined || alone ? '' : `?op=${op}`}`
    const item = (items[key] ??= base === root ? { servers: [{ url: root.slice(0, -1) }] } : {})
    item[method.toLowerCase()] = operation(name, endpoint, alone, statusOf)
  }
  return items
}

function operation(name: string, endpoint: Endpoint, alone: boolean, statusOf: StatusOf): Json {
  const { method, access, handler, doc, op } = endpoint
  const [summary = '', ...rest] = doc.split('\n\n')
  const description = [...rest, ...(access === 'admin' ? ['For admins only.'] : [])].join('\n\n')
  const takesBody = method === 'POST' || method === 'PUT'
  const parameters = [
    ...fieldParameters(endpoint.params?.shape, 'path'),
    ...(op !== undefined && alone ? [opParameter(op)] : []),
    ...(takesBody ? [] : fieldParameters(endpoint.input?.shape, 'query')),
  ]
  return {
    operationId: name,
    summary,
    ...(description !== '' && { description }),
    tags: [handler ?? 'Accounts'],
    security: access === 'anyone' ? [] : ways(method),
    ...(parameters.length > 0 && { parameters }),
    ...(takesBody && endpoint.input && { requestBody: requestBody(endpoint.input) }),
    responses: {
      ...(endpoint.response
        ? { 200: answer('Done.', { 'application/json': { schema: refOf(endpoint.response) } }) }
        : { 204: answer('Done; there is nothing to tell.') }),
      ...refusals(endpoint, statusOf),
    },
  }
}

type Shape = NonNullable<Endpoint['input']>['shape']

const fieldParameters = (shape: Shape | undefined, place: 'path' | 'query'): Json[] =>
  Object.entries(shape ?? {}).map(([name, schema]) => {
    const { description, ...rest } = fieldSchema(schema as z.ZodMiniType)
    return { name, in: place, required: isRequired(schema), description, schema: rest }
  })

const isRequired = (schema: unknown) => describeField(schema as z.ZodMiniType).required

const opParameter = (op: string): Json => ({
  name: 'op',
  in: 'query',
  required: true,
  description: 'Names the operation.',
  schema: { type: 'string', const: op },
})

/** A form's fields travel under their names in each of the three. */
const contentTypes = [
  'application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
] as const

function requestBody(input: NonNullable<Endpoint['input']>): Json {
  const schema = refOf(input)
  const required = Object.values(input.shape).some(isRequired)
  return { required, content: Object.fromEntries(contentTypes.map((type) => [type, { schema }])) }
}

const ways = (method: Endpoint['method']): Json[] => [
  { apiKey: [] },
  { session: [], ...(method !== 'GET' && { csrf: [] }) },
]

const securitySchemes = {
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'Authorization',
    description:
      'OAuth 1.0 PLAINTEXT (RFC 5849) with the parts of an API key, CONSUMER:TOKEN:SECRET. The value is: OAuth oauth_version=1.0, oauth_signature_method=PLAINTEXT, oauth_consumer_key=CONSUMER, oauth_token=TOKEN, oauth_signature=%26SECRET, oauth_nonce=ANY_UNIQUE_TEXT, oauth_timestamp=SECONDS_OF_THE_EPOCH. A nonce works once, within 300 s.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'sessionid',
    description: 'The session of a browser, set by logging in.',
  },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRFToken',
    description: 'The csrf_token of the session; with a session only, for what is not a GET.',
  },
}

const hash = 'X-MAAS-API-Hash'
const headers = {
  [hash]: {
    description: 'SHA-1 of what the API offers; the hash of describe/.',
    schema: { type: 'string', pattern: '^[0-9a-f]{40}$' },
  },
}

const answer = (description: string, content?: Json): Json => ({
  description,
  headers: { [hash]: { $ref: `#/components/headers/${hash}` } },
  ...(content && { content }),
})

/** What this endpoint may be refused with: its own codes, and those that its kind of call may meet. */
function codesOf({ access, method, params, input, errors = [] }: Endpoint): ProblemCode[] {
  const protectedCodes = ['not_authenticated', ...(method === 'GET' ? [] : ['csrf_failed'])]
  return [
    ...new Set([
      ...errors,
      ...(input ? ['invalid_input'] : []),
      'bad_request',
      ...(access === 'anyone' ? [] : protectedCodes),
      ...(access === 'admin' ? ['forbidden'] : []),
      ...(params ? ['not_found'] : []),
      ...(method === 'POST' || method === 'PUT' ? ['too_large'] : []),
      'internal',
    ]),
  ] as ProblemCode[]
}

function refusals(endpoint: Endpoint, statusOf: StatusOf): Json {
  const byStatus = Map.groupBy(codesOf(endpoint), statusOf)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      answer(`Refused: ${codes.join(', ')}.`, {
        'application/problem+json': { schema: problemOf(codes) },
        ...(codes.includes('invalid_input') && {
          'application/json': { schema: { $ref: '#/components/schemas/FieldErrors' } },
        }),
        'text/plain': { schema: { type: 'string' } },
      }),
    ]),
  )
}

const problemOf = (codes: readonly ProblemCode[]): JsonSchema => ({
  allOf: [refOf(Problem), { properties: { code: { enum: codes } } }],
})
