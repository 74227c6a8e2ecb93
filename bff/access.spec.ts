/** Every endpoint of the table, met by every kind of caller. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../contract/endpoint.ts'
import { endpoints } from '../contract/endpoints.ts'
import { type Browser, startTestServer, type TestServer } from './testing/server.ts'

type Who = 'stranger' | 'user' | 'admin' | 'user by key' | 'admin by key'

let host: TestServer
const headers = new Map<Who, () => Record<string, string>>()
beforeAll(async () => {
  host = await startTestServer()
  headers.set('stranger', () => ({}))
  for (const role of ['user', 'admin'] as const) {
    const id = await host.addUser(role, role)
    const browser: Browser = await host.logIn(role)
    const key = await host.newApiKey(id)
    headers.set(role, () => browser)
    headers.set(`${role} by key`, () => host.sign(key))
  }
})
afterAll(() => host.close())

/** Nothing that exists: whoever gets past the gate meets 404, 400 or an empty list. */
const nowhere = (path: string) => path.replaceAll(/\{\w+\}/g, '999999')

function expected({ access }: Endpoint, who: Who): number | undefined {
  if (access === 'anyone') return undefined
  if (who === 'stranger') return 401
  return access === 'admin' && who.startsWith('user') ? 403 : undefined
}

const cases = Object.entries<Endpoint>(endpoints).flatMap(([name, endpoint]) =>
  (['stranger', 'user', 'admin', 'user by key', 'admin by key'] as const).map((who) => ({
    name,
    endpoint,
    who,
  })),
)

test.each(cases)('$name by $who', async ({ name, endpoint, who }) => {
  // These two would end or replace the session that the others use.
  if (name === 'sessionDelete' && who !== 'stranger') return
  const response = await host.server.app.inject({
    method: endpoint.method,
    url: nowhere(endpoint.path),
    query: endpoint.op === undefined ? {} : { op: endpoint.op },
    headers: headers.get(who)?.() ?? {},
  })
  const refusal = expected(endpoint, who)
  if (refusal === undefined) expect([401, 403]).not.toContain(statusBeyondTheGate(response))
  else expect(response.statusCode).toBe(refusal)
})

/** A failed login is a 401 of the handler, not of the gate. */
const statusBeyondTheGate = (response: { statusCode: number; body: string }) =>
  /wrong|not valid/.test(response.body) ? 0 : response.statusCode

describe('a request that another site may have caused', () => {
  const create = (extra: Record<string, string>, token: boolean) => {
    const { 'x-csrftoken': own, ...rest } = headers.get('admin')?.() ?? {}
    return host.server.app.inject({
      method: 'POST',
      url: '/MAAS/api/2.0/zones/',
      payload: {},
      headers: { ...rest, ...(token && own !== undefined && { 'x-csrftoken': own }), ...extra },
    })
  }

  test.each([
    ['the right token', {}, 400],
    ['another token', { 'x-csrftoken': 'x'.repeat(43) }, 403],
    ['the own origin', { origin: 'http://localhost:80' }, 400],
    ['a foreign origin', { origin: 'http://evil.test' }, 403],
    ['an opaque origin', { origin: 'null' }, 403],
    ['a foreign site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour', { 'sec-fetch-site': 'same-site' }, 403],
    ['the own page', { 'sec-fetch-site': 'same-origin' }, 400],
  ])('%s', async (_, extra, status) => {
    const response = await create({ host: 'localhost:80', ...extra }, true)
    expect(response.statusCode).toBe(status)
  })

  test('no token', async () => {
    expect((await create({}, false)).statusCode).toBe(403)
  })

  test('cannot log a browser in as somebody else', async () => {
    const logIn = (site: string) =>
      host.server.app.inject({
        method: 'POST',
        url: '/MAAS/accounts/login/',
        payload: {},
        headers: { 'sec-fetch-site': site },
      })
    expect((await logIn('cross-site')).statusCode).toBe(403)
    expect((await logIn('same-origin')).statusCode).toBe(400)
  })

  test('is none when an API key signs it', async () => {
    const response = await host.server.app.inject({
      method: 'POST',
      url: '/MAAS/api/2.0/zones/',
      headers: { ...headers.get('admin by key')?.(), 'sec-fetch-site': 'cross-site' },
    })
    expect(response.statusCode).toBe(400)
  })
})
