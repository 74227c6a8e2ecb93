import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { api, password, startTestServer, type TestServer } from '../testing/server.ts'
import { failuresPerKey } from './oauth.ts'
import { attemptsPerAddress, loginAttempts, sessionMs } from './sessions.ts'

let host: TestServer
beforeEach(async () => {
  host = await startTestServer()
})
afterEach(() => host.close())

const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  host.server.app.inject({ method: 'POST', url: `/MAAS/accounts/${url}/`, payload, headers })
const read = (headers: Record<string, string>) =>
  host.server.app.inject({ url: '/MAAS/accounts/session/', headers })
const whoami = (headers: Record<string, string>) =>
  host.server.app.inject({ url: `${api}/users/?op=whoami`, headers })
const logIn = (username: string, secret = password) => post('login', { username, password: secret })

const minutes = 60 * 1000

describe('logging in', () => {
  beforeEach(() => host.addUser('ada', 'user'))

  test('gives a cookie that scripts cannot read, and a token that they need', async () => {
    const response = await logIn('ADA')
    expect(response.json()).toEqual({
      user: {
        username: 'ada',
        email: 'ada@example.net',
        is_local: true,
        is_superuser: false,
        resource_uri: '/MAAS/api/2.0/users/ada/',
      },
      setup_required: false,
      csrf_token: expect.stringMatching(/^.{43}$/),
    })
    expect(response.cookies).toMatchObject([
      { name: 'sessionid', path: '/MAAS/', httpOnly: true, sameSite: 'Lax', maxAge: 14 * 86_400 },
    ])
    expect(response.cookies[0]?.secure).toBeUndefined()
  })

  test('stores neither the cookie nor the password', async () => {
    const { cookies } = await logIn('ada')
    const rows = await host.server.store.db.selectFrom('session').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(cookies[0]?.value)
    const users = await host.server.store.db.selectFrom('user').selectAll().execute()
    expect(users[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('refuses an unknown name and a wrong password in the same words', async () => {
    const [unknown, wrong] = [await logIn('bob'), await logIn('ada', 'wrong')]
    expect([unknown.statusCode, unknown.body]).toEqual([wrong.statusCode, wrong.body])
    expect([wrong.statusCode, wrong.body]).toEqual([401, 'The user name or the password is wrong.'])
  })

  test('takes so many attempts, then says how long to wait', async () => {
    for (let i = 0; i < loginAttempts; i += 1) {
      expect((await logIn('ada', 'wrong')).statusCode).toBe(401)
    }
    const refused = await logIn('ada')
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '300'])
    await host.addUser('bob', 'user')
    expect((await logIn('bob')).statusCode).toBe(200)
    host.clock.advance(5 * minutes)
    expect((await logIn('ada')).statusCode).toBe(200)
  })

  test('counts the failures of an address under any names, and no success', async () => {
    expect((await logIn('ada')).statusCode).toBe(200)
    const many = await Promise.all(
      Array.from({ length: attemptsPerAddress }, (_, i) => logIn(`nobody ${i}`, 'wrong')),
    )
    expect(new Set(many.map((response) => response.statusCode))).toEqual(new Set([401]))
    expect((await logIn('ada')).statusCode).toBe(429)
    const setup = await post('setup', { token: 'x', username: 'x', password: 'long enough' })
    expect(setup.statusCode).toBe(429)
  }, 60_000)

  test('forgets the failures after a success', async () => {
    for (let i = 0; i < loginAttempts - 1; i += 1) await logIn('ada', 'wrong')
    expect((await logIn('ada')).statusCode).toBe(200)
    expect((await logIn('ada', 'wrong')).statusCode).toBe(401)
    expect((await logIn('ada')).statusCode).toBe(200)
  })
})

describe('a session', () => {
  beforeEach(() => host.addUser('ada', 'user'))

  test('ends when it was not used for its time, and not before', async () => {
    const browser = await host.logIn('ada')
    host.clock.advance(sessionMs - minutes)
    expect((await whoami(browser)).statusCode).toBe(200)
    host.clock.advance(sessionMs - minutes)
    expect((await whoami(browser)).statusCode).toBe(200)
    host.clock.advance(sessionMs + minutes)
    expect((await whoami(browser)).statusCode).toBe(401)
  })

  test('ends when its user logs out, and takes no other with it', async () => {
    const [one, other] = [await host.logIn('ada'), await host.logIn('ada')]
    const response = await post('logout', {}, one)
    expect(response.statusCode).toBe(204)
    expect(response.cookies).toMatchObject([{ name: 'sessionid', value: '' }])
    expect((await read(one)).json()).toEqual({
      user: null,
      setup_required: false,
      csrf_token: null,
    })
    expect((await read(other)).json()).toMatchObject({ user: { username: 'ada' } })
  })

  test('is not opened by a made-up cookie', async () => {
    expect((await whoami({ cookie: 'sessionid=x' })).statusCode).toBe(401)
  })
})

describe('behind a proxy', () => {
  let proxied: TestServer
  beforeEach(async () => {
    proxied = await startTestServer({ PODYARD_TRUST_PROXY: '1' })
  })
  afterEach(() => proxied.close())

  test('what a client claims of its address does not buy it more attempts', async () => {
    const statuses = []
    for (let n = 0; n <= loginAttempts; n += 1) {
      const { statusCode } = await proxied.server.app.inject({
        method: 'POST',
        url: '/MAAS/accounts/login/',
        payload: { username: 'ada', password: 'wrong' },
        // The proxy puts the address that it saw behind what was there.
        headers: { 'x-forwarded-for': `192.0.2.${n}, 198.51.100.7` },
      })
      statuses.push(statusCode)
    }
    expect(statuses.at(-1)).toBe(429)
  })

  test('the page was reached by HTTPS when the proxy says so', async () => {
    await proxied.addUser('ada', 'user')
    const { cookies } = await proxied.server.app.inject({
      method: 'POST',
      url: '/MAAS/accounts/login/',
      payload: { username: 'ada', password },
      headers: { 'x-forwarded-proto': 'https' },
    })
    expect(cookies).toMatchObject([{ secure: true }])
  })
})

describe('the setup link', () => {
  const complete = (token: string, more: object = {}) =>
    post('setup', { token, username: 'root', password: 'long enough', ...more })

  test('makes one admin, once, who is logged in', async () => {
    expect((await read({})).json()).toMatchObject({ setup_required: true })
    const token = (await host.server.newSetupToken()) ?? ''
    const answers = await Promise.all([complete(token), complete(token, { username: 'two' })])
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([200, 401]))
    const done = answers.find((answer) => answer.statusCode === 200)
    expect(done?.json()).toMatchObject({ user: { is_superuser: true }, setup_required: false })
    expect(done?.cookies[0]?.value).toMatch(/^.{43}$/)
    expect((await read({})).json()).toMatchObject({ setup_required: false })
    expect(await host.server.newSetupToken()).toBeUndefined()
    expect(await host.server.store.audit.latest(5)).toMatchObject([
      { action: 'user.setup', source_ip: '127.0.0.1' },
    ])
  })

  test('of an earlier start is worthless', async () => {
    const earlier = (await host.server.newSetupToken()) ?? ''
    const token = (await host.server.newSetupToken()) ?? ''
    expect((await complete(earlier)).statusCode).toBe(401)
    expect((await complete(token, { password: 'short' })).json()).toEqual({
      password: ['This password is too short. It must contain at least 8 characters.'],
    })
    expect((await complete(token)).statusCode).toBe(200)
  })

  test('is worthless once somebody made an admin on the server', async () => {
    const token = (await host.server.newSetupToken()) ?? ''
    await host.addUser('ada', 'admin')
    expect((await complete(token)).statusCode).toBe(401)
  })
})

describe('an API key', () => {
  let key = ''
  let id = 0
  beforeEach(async () => {
    id = await host.addUser('ada', 'user')
    key = await host.newApiKey(id)
  })

  test('signs requests in its owner’s name', async () => {
    expect((await whoami(host.sign(key))).json()).toMatchObject({ username: 'ada' })
    expect((await whoami(host.sign(key, { realm: 'OAuth' }))).statusCode).toBe(200)
    expect(await host.server.store.apiKeys.ofUser(id)).toMatchObject([
      { last_used_at: host.clock.now().toISOString() },
    ])
  })

  test('is not stored as it is', async () => {
    const [stored] = await host.server.store.apiKeys.ofUser(id)
    expect(JSON.stringify(stored)).not.toContain(key.split(':')[2])
  })

  const text = (what: string) => `Authorization Error: ${what}`

  test.each([
    [{ oauth_token: 'unknown' }, text('Invalid API key.')],
    [{ oauth_consumer_key: 'other' }, text('Invalid API key.')],
    [{ oauth_signature: '%26wrong' }, text('Invalid API key.')],
    [{ oauth_signature: '%26' }, text('Invalid API key.')],
    [{ oauth_signature_method: 'HMAC-SHA1' }, text("'The signature method must be PLAINTEXT.'")],
    [{ oauth_version: '2.0' }, text("'OAuth version 2.0 is not supported.'")],
    [{ oauth_nonce: '' }, text("'The nonce is missing.'")],
    [{ oauth_nonce: 'x'.repeat(256) }, text("'The nonce is too long.'")],
    [{ oauth_timestamp: 'soon' }, expect.stringContaining('more than 300 seconds away')],
  ])('with %j is refused', async (changes, body) => {
    const response = await whoami(host.sign(key, changes))
    expect([response.statusCode, response.headers['www-authenticate'], response.body]).toEqual([
      401,
      'OAuth',
      body,
    ])
  })

  test('is looked for in no time, however odd the header', async () => {
    const started = performance.now()
    const odd = `OAuth ${`a=${' '.repeat(15_000)}"x,`.repeat(20)}`
    expect((await whoami({ authorization: odd })).statusCode).toBe(401)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  test('is refused when a request is played again', async () => {
    const signed = host.sign(key)
    expect((await whoami(signed)).statusCode).toBe(200)
    const again = await whoami(signed)
    expect([again.statusCode, again.body]).toEqual([401, text("'The nonce was used before.'")])
    host.clock.advance(11 * minutes)
    expect((await whoami(host.sign(key))).statusCode).toBe(200)
    expect((await whoami(signed)).statusCode).toBe(401)
  })

  test.each([
    [300, 200],
    [-300, 200],
    [301, 401],
    [-301, 401],
  ])('signed %i seconds off is answered %i', async (offset, status) => {
    const now = Math.floor(host.clock.now().getTime() / 1000)
    const response = await whoami(host.sign(key, { oauth_timestamp: String(now + offset) }))
    expect(response.statusCode).toBe(status)
  })

  describe('that is wrong', () => {
    const wrong = { oauth_signature: '%26wrong' }
    const status = async (headers: Record<string, string>) => (await whoami(headers)).statusCode

    test('may be tried so often, then waits: this key alone, and from this address alone', async () => {
      const other = await host.newApiKey(id)
      for (let n = 0; n < failuresPerKey; n += 1) {
        expect(await status(host.sign(key, wrong))).toBe(401)
      }
      const refused = await whoami(host.sign(key))
      expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '300'])
      expect(await status(host.sign(other))).toBe(200)
      const elsewhere = await host.server.app.inject({
        url: `${api}/users/?op=whoami`,
        headers: host.sign(key),
        remoteAddress: '192.0.2.1',
      })
      expect(elsewhere.statusCode).toBe(200)
      host.clock.advance(5 * minutes)
      expect(await status(host.sign(key))).toBe(200)
    })

    test('and right the next time, is forgiven', async () => {
      for (let n = 0; n < failuresPerKey - 1; n += 1) await whoami(host.sign(key, wrong))
      expect(await status(host.sign(key))).toBe(200)
      expect(await status(host.sign(key, wrong))).toBe(401)
      expect(await status(host.sign(key))).toBe(200)
    })

    test('counts for the address under whatever name it comes', async () => {
      for (let n = 0; n < attemptsPerAddress; n += 1) {
        await whoami(host.sign(key, { oauth_token: `made-up-${n}` }))
      }
      expect(await status(host.sign(key))).toBe(429)
    })
  })

  test('may sign many requests at once', async () => {
    const many = Array.from({ length: 2 * failuresPerKey }, () => whoami(host.sign(key)))
    const statuses = (await Promise.all(many)).map(({ statusCode }) => statusCode)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })

  test('ends at its time', async () => {
    const short = await host.newApiKey(id, new Date(host.clock.now().getTime() + minutes))
    expect((await whoami(host.sign(short))).statusCode).toBe(200)
    host.clock.advance(minutes)
    expect((await whoami(host.sign(short))).statusCode).toBe(401)
  })
})
