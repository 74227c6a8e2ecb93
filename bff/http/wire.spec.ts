/** Oddities on a real connection; what clients of MAAS depend on is in exactness.spec.ts. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRaw, form, type Raw } from '../testing/raw.ts'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let raw: Raw
let key = ''
beforeAll(async () => {
  host = await startTestServer()
  raw = createRaw(await host.listen())
  key = await host.newApiKey(await host.addUser('ada', 'admin'))
})
afterAll(() => host.close())

test('a path that cannot be decoded is refused in one line of text', async () => {
  const { status, headers, body } = await raw('GET', `${api}/zones/%E0%A4%A/`)
  expect([status, headers['content-type']]).toEqual([400, 'text/plain; charset=utf-8'])
  expect(body).not.toContain('{')
})

test('HEAD of the stream ends', async () => {
  const { status } = await raw('HEAD', `${api}/stream/`, host.sign(key))
  expect(status).toBe(404)
})

test('a value nested without end is refused like any other that is no choice', async () => {
  const depth = 100_000
  const { status, body } = await raw(
    'POST',
    `${api}/pods/`,
    { ...host.sign(key), 'content-type': 'application/json' },
    `{"type":${'['.repeat(depth)}${']'.repeat(depth)},"power_address":"x"}`,
  )
  expect([status, Object.keys(JSON.parse(body) as object)]).toEqual([400, ['type']])
  expect(body.length).toBeLessThan(1_000)
})

test('a body that is too large is refused before it is sent', async () => {
  const length = { ...form, 'content-length': String(2 ** 20 + 1) }
  const { status, headers, body } = await raw('POST', `${api}/zones/`, length)
  expect([status, headers['content-type'], body]).toEqual([
    413,
    'text/plain; charset=utf-8',
    'The request is too large.',
  ])
})

test('pages are protected by headers that allow nothing foreign and nothing inline', async () => {
  const { headers } = await raw('GET', '/MAAS/')
  expect(headers['content-security-policy']).toMatch(/default-src 'self';/)
  expect(headers['content-security-policy']).not.toContain('unsafe')
  expect(headers['x-content-type-options']).toBe('nosniff')
})
