/** Every endpoint of the table, met by every kind of caller. What the table gains is covered without a word here. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Access, Endpoint } from '../contract/endpoint.ts'
import { endpoints } from '../contract/endpoints.ts'
import { checkAccess } from './http/authenticate.ts'
import { startTestServer, type TestServer } from './testing/server.ts'

const strangers = ['nobody', 'a made-up cookie', 'a made-up key'] as const
const users = ['a user', 'a user by key'] as const
const admins = ['an admin', 'an admin by key'] as const
const callers = [...strangers, ...users, ...admins]
type Who = (typeof callers)[number]

let host: TestServer
const headers = new Map<Who, () => Record<string, string>>()
beforeAll(async () => {
  host = await startTestServer()
  headers.set('nobody', () => ({}))
  headers.set('a made-up cookie', () => ({ cookie: 'sessionid=x', 'x-csrftoken': 'x' }))
  headers.set('a made-up key', () => host.sign('made:up:key'))
  for (const role of ['user', 'admin'] as const) {
    const id = await host.addUser(role, role)
    const browser = await host.logIn(role)
    const key = await host.newApiKey(id)
    const article = role === 'user' ? 'a' : 'an'
    headers.set(`${article} ${role}` as Who, () => browser)
    headers.set(`${article} ${role} by key` as Who, () => host.sign(key))
  }
})
afterAll(() => host.close())

type Case = { name: string; endpoint: Endpoint }
const table: Case[] = Object.entries<Endpoint>(endpoints).map(([name, endpoint]) => ({
  name,
  endpoint,
}))

/** Nothing that exists: whoever gets past the gate meets 404, 400 or an empty list. */
const nowhere = (path: string) => path.replaceAll(/\{\w+\}/g, '999999')

let calls = 0

const call = ({ endpoint }: Case, sent: Record<string, string>) =>
  host.server.app.inject({
    method: endpoint.method,
    url: nowhere(endpoint.path),
    query: endpoint.op === undefined ? {} : { op: endpoint.op },
    headers: sent,
    // Each from an address of its own: wrong keys are limited by address.
    remoteAddress: `2001:db8::${(calls += 1).toString(16)}`,
  })

/** What the table says, or `undefined` where the gate lets the caller through. */
function refusalOf(access: Access, who: Who): 401 | 403 | undefined {
  // A wrong key is refused even where none is needed: its owner believes to be somebody.
  if (who === 'a made-up key') return 401
  if (access === 'anyone') return undefined
  if (who === 'nobody' || who === 'a made-up cookie') return 401
  return access === 'admin' && (who === 'a user' || who === 'a user by key') ? 403 : undefined
}

const refusals = { 401: /^(Forbidden|Authorization Error: .+)$/, 403: /reserved for admin users/ }

describe.each(table)('$name', (each) => {
  const { name, endpoint } = each

  test.each(callers)('by %s', async (who) => {
    // It ends the session that it is called in.
    const own = name === 'sessionDelete' && who.startsWith('a') && !who.includes('made-up')
    const role = who.startsWith('an') ? 'admin' : 'user'
    const sent =
      own && !who.endsWith('by key') ? await host.logIn(role) : (headers.get(who)?.() ?? {})
    const response = await call(each, sent)
    const refusal = refusalOf(endpoint.access, who)
    if (refusal !== undefined) {
      expect([response.statusCode, response.body]).toEqual([
        refusal,
        expect.stringMatching(refusals[refusal]),
      ])
      return
    }
    // It reached its handler, or the check of its input.
    expect([401, 403, 500]).not.toContain(response.statusCode)
    expect(response.body).not.toMatch(/Unknown API endpoint|Unrecognised signature/)
  })

  const changes = endpoint.method !== 'GET'
  const opens = ['sessionCreate', 'setupComplete', 'apiKeyAuthenticate'].includes(name)
  if (!changes || opens) return
  test('within a session, without its token', async () => {
    for (const who of ['a user', 'an admin'] as const) {
      const { 'x-csrftoken': _, ...bare } = headers.get(who)?.() ?? {}
      const response = await call(each, bare)
      expect(response.statusCode).toBe(403)
    }
  })
})

test('what anyone may call is written out here: a new endpoint is closed until somebody opens it', () => {
  const open = table.filter(({ endpoint }) => endpoint.access === 'anyone')
  expect(open.map(({ name }) => name).sort()).toEqual([
    'apiKeyAuthenticate',
    'sessionCreate',
    'sessionDelete',
    'sessionRead',
    'setupComplete',
    'versionRead',
  ])
})

test('an access that nobody knows is none', () => {
  const admin = { id: 1, username: 'ada', email: '', is_superuser: true }
  for (const access of [undefined, '', 'owner'] as unknown as Access[]) {
    expect(() => checkAccess(access, admin)).toThrow('reserved for admin users')
    expect(() => checkAccess(access, null)).toThrow('not logged in')
  }
})

/** Every path that is routed, read off the router's own tree. */
function routesOf(app: TestServer['server']['app']): string[] {
  const branch: string[] = []
  return app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', path, methods] = /^(.*?)[├└]── (\S*)( \(.+\))?$/.exec(line) ?? []
      if (path === undefined) return []
      branch.splice(indent.length / 4, Infinity, path)
      return methods === undefined ? [] : [branch.join('')]
    })
}

test('no route stands beside the table but these', () => {
  const known = new Set(table.map(({ endpoint }) => endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')))
  const beside = routesOf(host.server.app).filter((path) => !known.has(path))
  expect(beside.sort()).toEqual([
    '/',
    '/MAAS',
    '/MAAS/',
    // `/MAAS/api/1.0/*`, of which the router does not print the middle.
    '/MAAS/*',
    // Public, as in MAAS: clients build themselves from it before they log in.
    '/MAAS/api/2.0/describe/',
    // The same in another language.
    '/MAAS/api/2.0/openapi.json',
    // Checks the caller itself.
    '/MAAS/api/2.0/stream/',
    '/MAAS/api/version/',
    // Checks the caller itself; there as in MAAS, and where Prometheus looks by itself.
    '/MAAS/metrics',
    // A WebSocket: the ticket is looked at there.
    '/MAAS/ws/console/:system_id/',
    '/healthz',
    '/metrics',
    '/readyz',
  ])
})

describe('a request that another site may have caused', () => {
  const create = (extra: Record<string, string>, token: boolean) => {
    const { 'x-csrftoken': own, ...rest } = headers.get('an admin')?.() ?? {}
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
      headers: { ...headers.get('an admin by key')?.(), 'sec-fetch-site': 'cross-site' },
    })
    expect(response.statusCode).toBe(400)
  })
})
