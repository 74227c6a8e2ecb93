import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { validate } from '@hyperjump/json-schema/openapi-3-1'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

const url = `${api}/openapi.json`

let host: TestServer
let key = ''
const folder = mkdtempSync(join(tmpdir(), 'podyard-openapi-'))
const file = join(folder, 'podyard.openapi.json')
beforeAll(async () => {
  host = await startTestServer()
  key = await host.newApiKey(await host.addUser('ada', 'admin'))
  writeFileSync(file, (await host.server.app.inject(url)).body)
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await host.close()
})

/** Whether a value is what the served document says of it. */
async function fits(schema: string, value: unknown): Promise<boolean> {
  const check = await validate(`${pathToFileURL(file).href}#/components/schemas/${schema}`)
  return check(value as never).valid
}

const ask = (path: string, headers: Record<string, string> = {}, payload?: string) =>
  host.server.app.inject({
    method: payload === undefined ? 'GET' : 'POST',
    url: `${api}/${path}`,
    headers: {
      ...host.sign(key),
      ...(payload === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  })

test('anyone may read it, and asks again only whether it changed', async () => {
  const first = await host.server.app.inject(url)
  expect([first.statusCode, first.headers['content-type']]).toEqual([
    200,
    'application/json; charset=utf-8',
  ])
  expect(first.json()).toMatchObject({ openapi: '3.1.0', servers: [{ url: api }] })
  expect(first.headers['x-maas-api-hash']).toMatch(/^[0-9a-f]{40}$/)
  expect(first.headers['cache-control']).toBe('public, no-cache')

  const etag = first.headers['etag'] ?? ''
  const second = await host.server.app.inject({ url, headers: { 'if-none-match': etag } })
  expect([second.statusCode, second.body]).toEqual([304, ''])
  const other = await host.server.app.inject({ url, headers: { 'if-none-match': '"old"' } })
  expect(other.statusCode).toBe(200)
})

test('refusals stand under the statuses that they are answered with', async () => {
  const document = (await host.server.app.inject(url)).json<{
    paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>
  }>()
  const { responses } = document.paths['/pods/']?.['post'] ?? {}
  expect(responses?.['403']?.description).toBe('Refused: csrf_failed, forbidden.')
  expect(responses?.['503']?.description).toContain('dns_failed')
  expect(responses?.['409']?.description).toContain('host_key_unknown')
  expect(Object.keys(responses ?? {})).toEqual(expect.arrayContaining(['200', '400', '401', '413']))
})

test('what the server answers is what the document says', async () => {
  const zone = (await ask('zones/', {}, 'name=north')).json<object>()
  expect(await fits('Zone', zone)).toBe(true)
  expect(await fits('Zone', { ...zone, id: 'one' })).toBe(false)
  expect(await fits('Zone', { ...zone, more: 1 })).toBe(false)
  expect(await fits('ZoneListResponse', (await ask('zones/')).json())).toBe(true)
  expect(await fits('Version', (await ask('version/')).json())).toBe(true)
  expect(await fits('User', (await ask('users/?op=whoami')).json())).toBe(true)

  const wrong = await ask('zones/', {}, '')
  expect(await fits('FieldErrors', wrong.json())).toBe(true)
  const problem = await ask('zones/', { accept: 'application/problem+json' }, '')
  expect(await fits('Problem', problem.json())).toBe(true)
  expect(await fits('Problem', wrong.json())).toBe(false)
})
