/** The description of the API that MAAS clients build themselves from. */
import * as z from 'zod/mini'
import type { Endpoint, Method } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { apiRoot } from './root.ts'
import { fieldDocs } from './fields.ts'

export type Action = {
  name: string
  method: Method
  op: string | null
  /** Whether the method alone says what is meant, without an `op`. */
  restful: boolean
  /** Title, blank line, text, blank line, one `:param` and `:type` line for each field. */
  doc: string
}

export type HandlerDescription = {
  name: string
  doc: string
  path: string
  uri: string
  /** Variables of the path, in order. */
  params: string[]
  actions: Action[]
}

export type Resource = {
  name: string
  /** What may be called without logging in. */
  anon: HandlerDescription | null
  auth: HandlerDescription | null
}

export type Description = {
  doc: string
  /** Equal to the header `X-MAAS-API-Hash` of every response. */
  hash: string
  resources: Resource[]
  handlers: string[]
}

const crud: Record<Method, string> = {
  GET: 'read',
  POST: 'create',
  PUT: 'update',
  DELETE: 'delete',
}

/** `origin` is the scheme and host by which the client reached us: `http://127.0.0.1:5240`. */
export function describeApi(origin: string, hash: string): Description {
  const groups = Map.groupBy(
    Object.values<Endpoint>(endpoints).filter((endpoint) => endpoint.handler !== undefined),
    (endpoint) => `${endpoint.handler}Handler`,
  )
  const resources = [...groups].map(([name, members]): Resource => {
    const open = members.filter((endpoint) => endpoint.access === 'anyone')
    return {
      name,
      anon: open.length > 0 ? handler(`Anon${name}`, open, origin) : null,
      auth: handler(name, members, origin),
    }
  })
  return {
    doc: `Podyard API, compatible with the MAAS 2.0 API as far as pods go.\n\nRoot: ${apiRoot}`,
    hash,
    resources,
    handlers: resources.flatMap(({ anon, auth }) =>
      [anon, auth].flatMap((each) => (each ? [each.name] : [])),
    ),
  }
}

function handler(name: string, members: Endpoint[], origin: string): HandlerDescription {
  const path = members[0]?.path ?? ''
  return {
    name,
    doc: members.map((endpoint) => title(endpoint)).join('; '),
    path,
    uri: origin + path,
    params: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''),
    actions: members.map((endpoint) => ({
      name: actionName(endpoint),
      method: endpoint.method,
      op: endpoint.op ?? null,
      restful: endpoint.op === undefined,
      doc: actionDoc(endpoint),
    })),
  }
}

/** What MAAS calls an endpoint of a handler: its `op`, or what its method means. */
export const actionName = ({ op, method }: Pick<Endpoint, 'op' | 'method'>) => op ?? crud[method]

const title = (endpoint: Endpoint) => endpoint.doc.split('\n', 1)[0] ?? ''

function actionDoc(endpoint: Endpoint): string {
  const lines = describeFields(endpoint.input).flatMap(({ name, type, required, description }) => [
    `:param ${name}: ${required ? 'Required.' : 'Optional.'} ${description}`,
    `:type ${name}: ${type}`,
  ])
  return [endpoint.doc, lines.join('\n')].filter(Boolean).join('\n\n')
}

export type FieldDescription = ReturnType<typeof describeField> & { name: string }

/** The fields of an input, or the variables of a path. Where any name is taken, `key` stands for it. */
export function describeFields(input: Endpoint['input']): FieldDescription[] {
  const { shape = {}, def } = input ?? {}
  // Newer maas commands take no arguments at all where they see no field.
  const fields = { ...shape, ...(def?.catchall && { key: z.optional(def.catchall) }) }
  return Object.entries(fields).map(([name, schema]) =>
    Object.assign(describeField(schema), { name }),
  )
}

/** What a field is, as people and scripts want to know it. */
export function describeField(schema: z.ZodMiniType) {
  let inner: z.ZodMiniType = schema
  let required = true
  while (isOptional(inner)) {
    required = false
    inner = inner.def.innerType
  }
  const { description = '', type = 'String' } = fieldDocs.get(inner) ?? {}
  return { description, type, required }
}

const isOptional = (schema: z.ZodMiniType): schema is z.ZodMiniOptional<z.ZodMiniType> =>
  schema.def.type === 'optional'
