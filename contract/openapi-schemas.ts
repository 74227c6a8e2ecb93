/** JSON Schema of everything that travels, made by zod from the schemas that parse it. */
import * as z from 'zod/mini'
import { describeField } from './describe.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { fieldDocs, type FieldType } from './fields.ts'
import { Machine } from './machine.ts'
import { Pod } from './pod.ts'
import { Problem } from './problem.ts'
import { ResourcePool } from './resource-pool.ts'
import { SshKey } from './ssh-key.ts'
import { Session, User } from './user.ts'
import { Version } from './version.ts'
import { Zone } from './zone.ts'

export type JsonSchema = Record<string, unknown>

/** Those that have a name of their own; the others are called after their endpoint. */
const named = { Machine, Pod, Problem, ResourcePool, Session, SshKey, User, Version, Zone }

type Schema = z.ZodMiniType
type Ids = ReturnType<typeof z.registry<{ id: string }, Schema>>

const all = Object.entries<Endpoint>(endpoints)
const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1)

const inputs: Ids = z.registry<{ id: string }, Schema>()
const outputs: Ids = z.registry<{ id: string }, Schema>()
for (const [id, schema] of Object.entries<Schema>(named)) outputs.add(schema, { id })
for (const [name, { method, input, response }] of all) {
  if (input && (method === 'POST' || method === 'PUT')) {
    // One schema may serve several endpoints.
    if (!inputs.has(input)) inputs.add(input, { id: `${capital(name)}Input` })
  }
  if (response && !outputs.has(response)) outputs.add(response, { id: `${capital(name)}Response` })
}

const uri = (id: string) => `#/components/schemas/${id}`

/** A reference to what a body or an answer holds. */
export const refOf = (schema: Schema): JsonSchema => ({
  $ref: uri((inputs.get(schema) ?? outputs.get(schema))?.id ?? ''),
})

/** `components.schemas`, by name. */
export const componentSchemas = (): Record<string, JsonSchema> => ({
  ...bare(z.toJSONSchema(inputs, { uri, io: 'input', override: overrideInput }).schemas),
  ...bare(z.toJSONSchema(outputs, { uri, io: 'output', override }).schemas),
  FieldErrors: {
    type: 'object',
    description: 'What is wrong with each field.',
    additionalProperties: { type: 'array', items: { type: 'string' } },
  },
})

/** One variable of a path, or one field of a query. */
export function fieldSchema(schema: Schema): JsonSchema {
  const { $schema: _dialect, ...field } = z.toJSONSchema(schema, {
    io: 'input',
    override,
  }) as JsonSchema
  // A query has no other way to write a list than to repeat the name; one value is a list of one.
  const list = (field['anyOf'] as JsonSchema[] | undefined)?.find(({ type }) => type === 'array')
  return list ? { type: 'array', items: { type: 'string' } } : field
}

/** Names of their own would clash with the place that they are put in. */
const bare = (schemas: Record<string, JsonSchema>): Record<string, JsonSchema> =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => {
      const { $schema: _dialect, $id: _id, ...rest } = schema
      return [name, rest]
    }),
  )

const jsonTypes = { Boolean: 'boolean', Float: 'number', Integer: 'integer', String: 'string' }

/**
 * Fields take text too, as forms send it; what is documented is the one type that a program should send.
 * Bounds that a transform checks are known to the field's help alone.
 */
function override({ zodSchema, jsonSchema }: { zodSchema: unknown; jsonSchema: JsonSchema }) {
  const field = fieldDocs.get(zodSchema as Schema)
  if (!field) return
  const { type, minimum, maximum, description, secret } = field
  if (type !== undefined) {
    delete jsonSchema['anyOf']
    jsonSchema['type'] = jsonTypes[type satisfies FieldType]
  }
  Object.assign(
    jsonSchema,
    description !== '' && { description },
    minimum !== undefined && { minimum },
    maximum !== undefined && { maximum },
    secret && { format: 'password' },
  )
}

/** What a handler asks for itself is no less required. */
function overrideInput(context: { zodSchema: unknown; jsonSchema: JsonSchema }) {
  override(context)
  const { def } = context.zodSchema as z.ZodMiniObject
  if (def.type !== 'object') return
  const required = Object.entries(def.shape)
    .filter(([, schema]) => describeField(schema as Schema).required)
    .map(([name]) => name)
  if (required.length > 0) context.jsonSchema['required'] = required
}
