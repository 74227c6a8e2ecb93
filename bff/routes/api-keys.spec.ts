import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ApiKey, NewApiKey } from '../../contract/api-key.ts'
import { keyText } from '../../contract/api-key.ts'
import { loginAttempts } from '../services/sessions.ts'
import { api, type Browser, password, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let ada: Browser
beforeEach(async () => {
  host = await startTestServer()
  await host.addUser('ada', 'user')
  await host.addUser('bob', 'user')
  ada = await host.logIn('ada')
})
afterEach(() => host.close())

const send = (op: string, payload: object = {}, headers: Record<string, string> = ada) =>
  host.server.app.inject({ method: 'POST', url: `${api}/account/?op=${op}`, payload, headers })

const create = async (payload: object = {}, headers: Record<string, string> = ada) =>
  (await send('create_authorisation_token', payload, headers)).json<NewApiKey>()

const list = async (headers: Record<string, string> = ada) => {
  const url = `${api}/account/?op=list_authorisation_tokens`
  return (await host.server.app.inject({ url, headers })).json<ApiKey[]>()
}

const opens = async (key: NewApiKey) => {
  const url = `${api}/users/?op=whoami`
  const answer = await host.server.app.inject({ url, headers: host.sign(keyText(key)) })
  return answer.statusCode === 200
}

describe('a key', () => {
  test('is made with exactly what MAAS answers, and opens', async () => {
    const key = await create({ name: 'backup' })
    expect(key).toEqual({
      consumer_key: expect.stringMatching(/^\w{16}$/),
      name: 'backup',
      token_key: expect.stringMatching(/^\w{16}$/),
      token_secret: expect.stringMatching(/^\w{32}$/),
    })
    expect(await opens(key)).toBe(true)
    expect((await create()).name).toBe('MAAS consumer')
  })

  test('is listed without its secret, with when it was used', async () => {
    const { token_secret, ...key } = await create({ name: 'backup' })
    const created = host.clock.now().toISOString()
    const row = { ...key, created, last_used: null, expires: null }
    expect(await list()).toEqual([row])
    host.clock.advance(60_000)
    await opens({ ...key, token_secret })
    expect(await list()).toEqual([{ ...row, last_used: host.clock.now().toISOString() }])
    expect(await list(host.sign(keyText({ ...key, token_secret })))).toHaveLength(1)
  })

  test.each(['whole key', 'token'])('is renamed by its %s', async (how) => {
    const key = await create({ name: 'backup' })
    const token = how === 'token' ? key.token_key : keyText(key)
    const answer = await send('update_token_name', { token, name: 'nightly' })
    expect(answer.json()).toMatchObject({ name: 'nightly', token_key: key.token_key })
    expect(await list()).toMatchObject([{ name: 'nightly' }])
  })

  test('is refused once it is revoked; others go on', async () => {
    const [key, other] = [await create(), await create()]
    const answer = await send('delete_authorisation_token', { token_key: key.token_key })
    expect([answer.statusCode, answer.body]).toEqual([204, ''])
    expect([await opens(key), await opens(other)]).toEqual([false, true])
    const again = await send('delete_authorisation_token', { token_key: key.token_key })
    expect([again.statusCode, again.body]).toEqual([404, 'Not Found'])
  })

  test('of somebody else is not found', async () => {
    const key = await create({ name: 'mine' })
    const bob = await host.logIn('bob')
    expect(await list(bob)).toEqual([])
    const { token_key } = key
    const rename = await send('update_token_name', { token: token_key, name: 'stolen' }, bob)
    const revoke = await send('delete_authorisation_token', { token_key }, bob)
    expect([rename.statusCode, revoke.statusCode]).toEqual([404, 404])
    expect(await list()).toMatchObject([{ name: 'mine' }])
    expect(await opens(key)).toBe(true)
  })

  test('that is not named is asked for in a line of text', async () => {
    for (const [op, missing] of [
      ['update_token_name', 'token'],
      ['delete_authorisation_token', 'token_key'],
    ] as const) {
      const answer = await send(op)
      expect([answer.statusCode, answer.body]).toEqual([400, `No provided ${missing}!`])
    }
    const accept = { ...ada, accept: 'application/problem+json' }
    expect((await send('delete_authorisation_token', {}, accept)).json()).toMatchObject({
      field_errors: { token_key: ['This field is required.'] },
    })
  })

  test('leaves a trail without its secret', async () => {
    const key = await create({ name: 'backup' })
    await send('update_token_name', { token: key.token_key, name: 'nightly' })
    await send('delete_authorisation_token', { token_key: key.token_key })
    const trail = await host.server.store.audit.latest(9)
    expect(trail.map(({ username, action, subject }) => [username, action, subject])).toEqual([
      ['ada', 'api_key.delete', 'API key nightly'],
      ['ada', 'api_key.update', 'API key nightly'],
      ['ada', 'api_key.create', 'API key backup'],
    ])
    expect(JSON.stringify(trail)).not.toContain(key.token_secret)
  })
})

describe('an expiry', () => {
  // The clock of these tests stands at 2026-03-01T12:00:00Z.
  test.each([
    ['2026-03-01', '2026-03-01T23:59:59.999Z'],
    ['2026-03-01T13:00', '2026-03-01T13:00:00.000Z'],
    ['2026-03-01 15:00:00+02:00', '2026-03-01T13:00:00.000Z'],
    ['2028-02-29', '2028-02-29T23:59:59.999Z'],
    ['', null],
  ])('%j is %s', async (expires, end) => {
    const key = await create({ expires })
    expect(await list()).toMatchObject([{ expires: end }])
    expect(await opens(key)).toBe(true)
  })

  test('ends the key', async () => {
    const key = await create({ expires: '2026-03-01T13:00Z' })
    host.clock.advance(60 * 60_000 - 1)
    expect(await opens(key)).toBe(true)
    host.clock.advance(1)
    expect(await opens(key)).toBe(false)
    expect(await list()).toMatchObject([{ expires: '2026-03-01T13:00:00.000Z' }])
  })

  test.each([
    ['2026-03-01T12:00Z', 'Enter a time in the future.'],
    ['2025-12-31', 'Enter a time in the future.'],
    ['2027-02-29', 'Enter a valid date/time.'],
    ['2027-01-31T25:00', 'Enter a valid date/time.'],
    ['tomorrow', 'Enter a valid date/time.'],
  ])('%s: %s', async (expires, message) => {
    const answer = await send('create_authorisation_token', { expires })
    expect([answer.statusCode, answer.json()]).toEqual([400, { expires: [message] }])
    expect(await list()).toEqual([])
  })
})

describe('accounts/authenticate/', () => {
  const ask = (payload: object, headers: Record<string, string> = {}) =>
    host.server.app.inject({
      method: 'POST',
      url: '/MAAS/accounts/authenticate/',
      payload,
      headers,
    })
  const right = { username: 'ada', password, consumer: 'laptop' }

  test('gives a key for a password; the same one the next time', async () => {
    const answer = await ask(right)
    const key = answer.json<NewApiKey>()
    expect(key).toEqual({
      consumer_key: expect.any(String),
      name: 'laptop',
      token_key: expect.any(String),
      token_secret: expect.any(String),
    })
    expect(answer.cookies).toEqual([])
    expect(await opens(key)).toBe(true)
    expect((await ask(right)).json()).toEqual(key)
    const other = (await ask({ ...right, consumer: 'desk' })).json<NewApiKey>()
    expect(other.token_key).not.toBe(key.token_key)
    expect((await ask({ username: 'ada', password })).json()).toMatchObject({
      name: 'MAAS consumer',
    })
    expect(await list()).toHaveLength(3)
  })

  test('refuses an unknown name and a wrong password in the same words, with 403', async () => {
    const wrong = await ask({ ...right, password: 'wrong' })
    const unknown = await ask({ ...right, username: 'eve' })
    expect([wrong.statusCode, wrong.body]).toEqual([403, 'The user name or the password is wrong.'])
    expect([unknown.statusCode, unknown.body]).toEqual([wrong.statusCode, wrong.body])
    expect((await ask({ password: 'x' })).json()).toEqual({ username: ['This field is required.'] })
  })

  test('takes as many attempts as the login, and they share them', async () => {
    for (let n = 0; n < loginAttempts; n += 1) await ask({ ...right, password: 'wrong' })
    const refused = await ask(right)
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '300'])
    await expect(host.logIn('ada')).rejects.toThrow('Too many attempts')
  })

  test('needs no token of the session that a browser may send along', async () => {
    const { cookie } = ada
    expect((await ask(right, { cookie, 'sec-fetch-site': 'cross-site' })).statusCode).toBe(200)
  })

  test('is among the capabilities, by which clients find it', async () => {
    const answer = await host.server.app.inject({ url: `${api}/version/` })
    expect(answer.json()).toMatchObject({ capabilities: ['authenticate-api'] })
  })
})
