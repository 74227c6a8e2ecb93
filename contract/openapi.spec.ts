import { type OpenApi, validate } from '@hyperjump/json-schema/openapi-3-1'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { openApi } from './openapi.ts'

/** As it comes over the wire; the server's own statuses are tested where it is served. */
const made = () =>
  JSON.parse(JSON.stringify(openApi((code) => (code === 'internal' ? 500 : 400)))) as Document

type Operation = {
  operationId: string
  parameters?: { name: string; in: string; required: boolean; description: string; schema: Json }[]
  requestBody?: { content: Record<string, { schema: Json }> }
  responses: Record<string, { content?: Record<string, { schema: Json }> }>
  security: Json[]
}
type Json = Record<string, unknown>
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { properties: Record<string, Json>; required?: string[] }> }
}

const methods = ['get', 'post', 'put', 'delete']
const operations = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, item]) =>
    methods.flatMap((method) => (item[method] ? [{ path, method, ...item[method] }] : [])),
  )

/** `~` stands for a slash in a name. */
function set(target: unknown, path: string, value: unknown): void {
  const names = path.split('/').map((name) => name.replaceAll('~', '/'))
  const last = names.pop() ?? ''
  const holder = names.reduce((each, name) => (each as Json)[name], target) as Json
  if (!(last in holder)) throw new Error(`Nothing to break at ${path}`)
  holder[last] = value
}

const document = made()
const schemas = document.components.schemas
const named = (name: string) => {
  const found = operations(document).find(({ operationId }) => operationId === name)
  if (!found) throw new Error(`No operation ${name}`)
  return found
}

describe('by the schema that the makers of OpenAPI publish', () => {
  let isValid: (document: Document) => boolean
  beforeAll(async () => {
    const check = await validate('https://spec.openapis.org/oas/3.1/schema-base')
    isValid = (each) => check(each as unknown as OpenApi).valid
  })

  test('the document is right', () => {
    expect(isValid(document)).toBe(true)
  })

  const pod = 'components/schemas/Pod/properties/name'
  const ratio = 'components/schemas/PodCreateInput/properties/cpu_over_commit_ratio'
  const breaks: Record<string, (document: Document) => void> = {
    'a type that does not exist': (each) => set(each, `${pod}/type`, 'strin'),
    'a bound that is no number': (each) => set(each, `${ratio}/maximum`, 'ten'),
    'a parameter without a place': (each) =>
      set(each, 'paths/~pods~{id}~/get/parameters/0/in', undefined),
    'an answer without a description': (each) =>
      set(each, 'paths/~pods~/get/responses/200/description', undefined),
  }
  test.each(Object.entries(breaks))('%s is found', (_, harm) => {
    const broken = made()
    harm(broken)
    expect(isValid(JSON.parse(JSON.stringify(broken)) as Document)).toBe(false)
  })
})

test('every endpoint is there, once', () => {
  const ids = operations(document).map(({ operationId }) => operationId)
  expect(ids.toSorted()).toEqual(Object.keys(endpoints).toSorted())
})

const all = operations(document).map((operation) => [operation.operationId, operation] as const)

test.each(all)(
  '%s: its path and operation lead to it',
  (name, { path, method, parameters = [] }) => {
    const endpoint: Endpoint = endpoints[name as keyof typeof endpoints]
    const server = endpoint.path.startsWith('/MAAS/api/2.0/') ? '/MAAS/api/2.0' : '/MAAS'
    const { pathname, searchParams } = new URL(`http://x${server}${path}`)
    expect([method.toUpperCase(), decodeURI(pathname)]).toEqual([endpoint.method, endpoint.path])
    const asParameter = parameters.find((parameter) => parameter.name === 'op')?.schema['const']
    expect(searchParams.get('op') ?? asParameter).toBe(endpoint.op)

    const inPath = parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath.map((parameter) => parameter.name)).toEqual(
      [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]),
    )
    expect(parameters.filter(({ description }) => description === '')).toEqual([])
  },
)

test('every reference leads somewhere', () => {
  const references = [
    ...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]*)"/g),
  ]
  expect(references.length).toBeGreaterThan(100)
  const components = document.components as unknown as Record<string, Json>
  const lost = references.filter(([, kind = '', name = '']) => !components[kind]?.[name])
  expect(lost.map(([reference]) => reference)).toEqual([])
})

test('fields have the one type that a program should send, their bounds and their help', () => {
  const { properties = {}, required } = schemas['PodCreateInput'] ?? {}
  expect(required).toEqual(['type', 'power_address'])
  expect(properties['cpu_over_commit_ratio']).toEqual({
    type: 'number',
    minimum: 0,
    maximum: 10,
    description: expect.stringContaining('CPU over commit ratio'),
  })
  expect(properties['power_pass']).toMatchObject({ type: 'string', format: 'password' })
  expect(named('podDelete').parameters).toContainEqual(
    expect.objectContaining({ name: 'decompose', in: 'query', schema: { type: 'boolean' } }),
  )
  expect(named('machineList').parameters).toContainEqual(
    expect.objectContaining({
      name: 'zone',
      required: false,
      schema: { type: 'array', items: { type: 'string' } },
    }),
  )
})

test('who may call is said: anyone, or by key, or by session with its token where something changes', () => {
  expect(named('versionRead').security).toEqual([])
  expect(named('podList').security).toEqual([{ apiKey: [] }, { session: [] }])
  expect(named('podCreate').security).toEqual([{ apiKey: [] }, { session: [], csrf: [] }])
})

test('refusals have MAAS’s shapes and our own', () => {
  const { responses } = named('podCreate')
  expect(Object.keys(responses['400']?.content ?? {})).toEqual([
    'application/problem+json',
    'application/json',
    'text/plain',
  ])
  expect(responses['400']?.content?.['application/problem+json']?.schema).toMatchObject({
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { properties: { code: { enum: expect.arrayContaining(['conflict', 'dns_failed']) } } },
    ],
  })
})

test('what is nothing is told as nothing', () => {
  expect(named('podDelete').responses['204']).toBeDefined()
  expect(named('podDelete').responses['204']?.content).toBeUndefined()
})
