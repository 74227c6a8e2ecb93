/**
 * Each thing that MAAS's clients depend on to the letter, read off a real connection: one row, one test. Values of
 * fields are in exactness-values.spec.ts; what needs a host in exactness-pods.spec.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HandlerDescription } from '../../contract/describe.ts'
import type { Endpoint } from '../../contract/endpoint.ts'
import { endpoints } from '../../contract/endpoints.ts'
import { createRaw, form, json, maasForm, parsed, plain, type Raw, shape } from '../testing/raw.ts'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let raw: Raw
let admin = ''
let user = ''
beforeAll(async () => {
  host = await startTestServer()
  raw = createRaw(await host.listen())
  admin = await host.newApiKey(await host.addUser('ada', 'admin'))
  user = await host.newApiKey(await host.addUser('bob', 'user'))
})
afterAll(() => host.close())

const signed = () => host.sign(admin)
/** An urlencoded form by the admin. */
const send = (method: 'POST' | 'PUT', path: string, body = '') =>
  raw(method, `${api}/${path}`, { ...signed(), ...form }, body)
const get = (path: string) => raw('GET', `${api}/${path}`, signed())

type Description = {
  doc: string
  hash: string
  resources: { name: string; anon: HandlerDescription | null; auth: HandlerDescription | null }[]
}
const describeApi = async (headers = {}) =>
  parsed(await raw('GET', `${api}/describe/`, headers)) as Description

describe('paths', () => {
  const paths = [...new Set(Object.values<Endpoint>(endpoints).map(({ path }) => path))]
  test.each(paths)('trailing slash: %s is another path without it', async (path) => {
    const bare = path.replaceAll(/\{\w+\}/g, '1').replace(/\/$/, '')
    const { status, body } = await raw('GET', bare, signed())
    expect([status, body]).toEqual([
      404,
      bare.startsWith(api) ? `Unknown API endpoint: ${bare}.` : 'Not Found',
    ])
  })

  test('404 `Unknown API endpoint: <path>.`, without the query', async () => {
    const answer = await raw('GET', `${api}/nothing/?a=b`)
    expect(shape(answer)).toEqual([404, plain, 'Unknown API endpoint: /MAAS/api/2.0/nothing/.'])
  })

  test('404 `Not Found` for a row that is not there', async () => {
    expect(shape(await get('zones/nowhere/'))).toEqual([404, plain, 'Not Found'])
    expect(shape(await get('pods/999999/'))).toEqual([404, plain, 'Not Found'])
    expect(shape(await get('pods/x/'))).toEqual([404, plain, 'Not Found'])
  })

  test('GET /MAAS/api/version/ is the text 2.0', async () => {
    expect(shape(await raw('GET', '/MAAS/api/version/'))).toEqual([200, plain, '2.0'])
  })

  test.each(['/MAAS/api/1.0/', '/MAAS/api/1.0/nodes/', '/MAAS/api/1.0/nodes/?op=list'])(
    'GET %s: 410, in text',
    async (path) => {
      const { status, headers, body } = await raw('GET', path)
      expect([status, headers['content-type']]).toEqual([410, plain])
      expect(body).toMatch(/^The 1\.0 API is no longer available\./)
      expect((await raw('POST', path, form, 'a=b')).status).toBe(410)
    },
  )
})

describe('operations', () => {
  test.each([
    ['POST', 'zones/?op=foo', '', 'method=POST op=foo'],
    ['GET', 'zones/?op=foo', '', 'method=GET op=foo'],
    ['POST', 'zones/', 'op=bar', 'method=POST op=bar'],
    ['DELETE', 'zones/', '', 'method=DELETE op=None'],
    ['POST', 'account/', '', 'method=POST op=None'],
    // Idempotent operations are GET, the others POST.
    ['POST', 'users/?op=whoami', '', 'method=POST op=whoami'],
    ['GET', 'pods/1/?op=refresh', '', 'method=GET op=refresh'],
  ])('400 `Unrecognised signature: ...`: %s %s %s', async (method, path, body, rest) => {
    const answer = await raw(method, `${api}/${path}`, { ...signed(), ...form }, body)
    expect(shape(answer)).toEqual([400, plain, `Unrecognised signature: ${rest}`])
  })

  const made = expect.objectContaining({ name: 'exact', token_key: expect.any(String) })
  test('op in the query', async () => {
    const answer = await send('POST', 'account/?op=create_authorisation_token', 'name=exact')
    expect(parsed(answer)).toEqual(made)
  })

  test('op in the body', async () => {
    const answer = await send('POST', 'account/', 'name=exact&op=create_authorisation_token')
    expect(parsed(answer)).toEqual(made)
  })

  test('op in query and body: the query wins', async () => {
    const right = 'account/?op=create_authorisation_token'
    expect(parsed(await send('POST', right, 'name=exact&op=foo'))).toEqual(made)
    const wrong = await send('POST', 'account/?op=foo', 'op=create_authorisation_token')
    expect(wrong.body).toBe('Unrecognised signature: method=POST op=foo')
  })

  test('a mandatory argument that is missing: 400 `No provided ...!`', async () => {
    const answer = await send('POST', 'account/?op=delete_authorisation_token')
    expect(shape(answer)).toEqual([400, plain, 'No provided token_key!'])
  })
})

describe('headers', () => {
  test('X-MAAS-API-Hash equals the hash of describe/, and Vary is there, on every response', async () => {
    const { hash } = await describeApi()
    expect(hash).toMatch(/^[0-9a-f]{40}$/)
    const zone = `${api}/zones/hashed/`
    const responses = [
      await raw('GET', `${api}/describe/`, { host: 'other' }),
      await raw('GET', `${api}/version/`),
      await raw('GET', '/MAAS/api/version/'),
      await get('zones/'),
      await send('POST', 'zones/', 'name=hashed'),
      await raw('DELETE', zone, signed()),
      await raw('HEAD', `${api}/zones/`, signed()),
      await send('POST', 'zones/', 'name='),
      await raw('POST', `${api}/zones/?op=foo`),
      await raw('GET', `${api}/zones/%E0%A4%A/`),
      await raw('GET', `${api}/zones/`),
      await raw('GET', `${api}/zones/`, host.sign('wrong:key:indeed')),
      await raw('GET', `${api}/stream/`),
      await raw('POST', `${api}/zones/`, host.sign(user)),
      await raw('GET', `${api}/nothing/`),
      await raw('GET', zone, signed()),
      await raw('GET', '/MAAS/api/1.0/nodes/'),
      await raw('POST', `${api}/zones/`, { ...form, 'content-length': String(2 ** 20 + 1) }),
    ]
    expect(responses.map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 200, 204, 200, 400, 400, 400, 401, 401, 401, 403, 404, 404, 410, 413,
    ])
    for (const { headers } of responses) {
      expect(headers['x-maas-api-hash']).toBe(hash)
      expect(headers['vary']).toBe('Authorization, Cookie')
      expect(headers['content-type']).toBeDefined()
    }
  })

  test('a 204 has a content type, and no body', async () => {
    await send('POST', 'zones/', 'name=gone')
    const { status, headers, body } = await raw('DELETE', `${api}/zones/gone/`, signed())
    expect([status, headers['content-type'], body]).toEqual([204, 'text/plain', ''])
    expect(headers['transfer-encoding']).toBeUndefined()
  })

  test('JSON has a charset, and an indent of 4', async () => {
    const answer = await send('POST', 'zones/', 'name=wide')
    expect(answer.headers['content-type']).toBe(json)
    expect(answer.body).toBe(JSON.stringify(JSON.parse(answer.body), undefined, 4))
    expect(answer.body).toContain('\n    "name": "wide"')
    expect((await get('zones/')).body).toContain('\n    {\n        "id"')
  })
})

describe('describe/', () => {
  test('is application/json without a charset, for anyone', async () => {
    const { status, headers } = await raw('GET', `${api}/describe/`)
    expect([status, headers['content-type']]).toEqual([200, 'application/json'])
  })

  test('its URIs are made of the address by which it was asked; the hash is not', async () => {
    const one = await describeApi()
    const other = await describeApi({ host: 'pods.example.net:8080' })
    expect(other.hash).toBe(one.hash)
    for (const { auth } of other.resources) {
      expect(auth?.uri).toBe(`http://pods.example.net:8080${auth?.path}`)
      expect(auth?.path).toMatch(/^\/MAAS\/api\/2\.0\/.*\/$/)
    }
  })

  test('every action that takes something says so in `:param name:` lines', async () => {
    const { resources } = await describeApi()
    const create = resources
      .find(({ name }) => name === 'PodsHandler')
      ?.auth?.actions.find(({ name }) => name === 'create')
    expect(create?.doc).toContain('\n:param power_address: Required. ')
    expect(create?.doc).toContain('\n:type cpu_over_commit_ratio: Float')
    for (const { handler, method, op, input } of Object.values<Endpoint>(endpoints)) {
      if (handler === undefined) continue
      const { auth } = resources.find(({ name }) => name === `${handler}Handler`) ?? {}
      const action = auth?.actions.find(
        (each) => each.method === method && each.op === (op ?? null),
      )
      for (const field of Object.keys(input?.shape ?? {})) {
        expect(action?.doc).toMatch(new RegExp(`^:param ${field}: (Required|Optional)\\. \\S`, 'm'))
        expect(action?.doc).toMatch(new RegExp(`^:type ${field}: \\w+$`, 'm'))
      }
    }
  })

  test('Account is among the handlers, with the operations of MAAS', async () => {
    const { resources } = await describeApi()
    const account = resources.find(({ name }) => name === 'AccountHandler')?.auth
    expect(account?.actions.map(({ method, op, restful }) => [method, op, restful])).toEqual([
      ['POST', 'create_authorisation_token', false],
      ['GET', 'list_authorisation_tokens', false],
      ['POST', 'update_token_name', false],
      ['POST', 'delete_authorisation_token', false],
    ])
  })
})

describe('bodies', () => {
  const words = [
    ['name', 'encoded'],
    ['description', 'über\nzwei Zeilen'],
  ] as const

  test('base64 parts on POST and on PUT', async () => {
    const { headers, body } = maasForm(words)
    const made = await raw('POST', `${api}/zones/`, { ...signed(), ...headers }, body)
    expect(parsed(made)).toMatchObject({ name: 'encoded', description: 'über\nzwei Zeilen' })
    const change = maasForm([['description', 'dmlyc2g=']])
    const path = `${api}/zones/encoded/`
    const put = await raw('PUT', path, { ...signed(), ...change.headers }, change.body)
    expect(parsed(put)).toMatchObject({ name: 'encoded', description: 'dmlyc2g=' })
  })

  test('an empty multipart body: nothing changes on PUT, everything is missing on POST', async () => {
    await send('POST', 'zones/', 'name=kept&description=as+it+is')
    const { headers, body } = maasForm([])
    const put = await raw('PUT', `${api}/zones/kept/`, { ...signed(), ...headers }, body)
    expect(parsed(put)).toMatchObject({ name: 'kept', description: 'as it is' })
    const post = await raw('POST', `${api}/zones/`, { ...signed(), ...headers }, body)
    expect(shape(post)).toEqual([400, json, '{"name":["This field is required."]}'])
  })

  test('no body and no type: as the maas command sends a POST without arguments', async () => {
    const answer = await raw('POST', `${api}/account/?op=create_authorisation_token`, signed())
    expect(parsed(answer)).toMatchObject({ name: 'MAAS consumer' })
  })

  test('JSON, urlencoded and multipart say the same', async () => {
    const typed = { ...signed(), 'content-type': 'application/json' }
    const body = JSON.stringify({ name: 'three', description: 'ways' })
    const first = await raw('POST', `${api}/zones/`, typed, body)
    await raw('DELETE', `${api}/zones/three/`, signed())
    const second = await send('POST', 'zones/', 'name=three&description=ways')
    await raw('DELETE', `${api}/zones/three/`, signed())
    const { headers, body: parts } = maasForm([
      ['name', 'three'],
      ['description', 'ways'],
    ])
    const third = await raw('POST', `${api}/zones/`, { ...signed(), ...headers }, parts)
    for (const answer of [first, second, third]) {
      expect(parsed(answer)).toMatchObject({ name: 'three', description: 'ways' })
    }
  })

  test('a key that is repeated is a list, in query and body', async () => {
    const both = 'id=aaaaaa&id=bbbbbb'
    expect(shape(await get(`machines/?${both}`))).toEqual([200, json, '[]'])
    // No tag of the first is lost.
    const body = 'type=virsh&power_address=ftp://x&tags=a%00&tags=b'
    expect(parsed(await send('POST', 'pods/', body))).toMatchObject({
      tags: ['Null characters are not allowed.'],
    })
  })

  test('a scalar that is given twice takes the last, in query and body', async () => {
    const made = await send('POST', 'zones/', 'name=first&name=last')
    expect(parsed(made)).toMatchObject({ name: 'last' })
    const { headers, body } = maasForm([
      ['description', 'first'],
      ['description', 'last'],
    ])
    const put = await raw('PUT', `${api}/zones/last/`, { ...signed(), ...headers }, body)
    expect(parsed(put)).toMatchObject({ description: 'last' })
    expect((await get('machines/?limit=x&limit=1')).status).toBe(200)
    expect((await get('machines/?limit=1&limit=x')).status).toBe(400)
    expect((await get('users/?op=foo&op=whoami')).status).toBe(200)
  })

  test('JSON says itself what is a list: a scalar is none', async () => {
    const typed = { ...signed(), 'content-type': 'application/json' }
    const { status } = await raw('POST', `${api}/zones/`, typed, '{"name":["a","b"]}')
    expect(status).toBe(400)
  })
})

describe('refusals', () => {
  test('401 `Forbidden` without credentials, and the way to authenticate', async () => {
    const answer = await raw('GET', `${api}/zones/`)
    expect(shape(answer)).toEqual([401, plain, 'Forbidden'])
    expect(answer.headers['www-authenticate']).toBe('OAuth')
  })

  test('401 `Authorization Error: Invalid API key.`, and the way to authenticate', async () => {
    const answer = await raw('GET', `${api}/zones/`, host.sign('wrong:key:again'))
    expect(shape(answer)).toEqual([401, plain, 'Authorization Error: Invalid API key.'])
    expect(answer.headers['www-authenticate']).toBe('OAuth')
  })

  test("401 `Authorization Error: '<oauth message>'` for a request that is too old", async () => {
    const answer = await raw('GET', `${api}/zones/`, host.sign(admin, { oauth_timestamp: '1' }))
    expect(answer.status).toBe(401)
    expect(answer.body).toMatch(/^Authorization Error: 'The timestamp is more than 300 seconds/)
    expect(answer.headers['www-authenticate']).toBe('OAuth')
  })

  test('403 `This method is reserved for admin users.`', async () => {
    const answer = await raw('POST', `${api}/zones/`, host.sign(user))
    expect(shape(answer)).toEqual([403, plain, 'This method is reserved for admin users.'])
  })

  test('400 with one message is text', async () => {
    const answer = await raw('DELETE', `${api}/zones/default/`, signed())
    expect(shape(answer)).toEqual([
      400,
      plain,
      'This zone is the default zone, it cannot be deleted.',
    ])
  })

  test('503 with the reason, in text, when the host cannot do it; nothing is saved', async () => {
    const answer = await send(
      'POST',
      'pods/',
      'type=virsh&power_address=qemu%2Bssh://u@127.0.0.1:1/system',
    )
    expect([answer.status, answer.headers['content-type']]).toEqual([503, plain])
    expect(answer.body).toMatch(/127\.0\.0\.1/)
    expect((await get('pods/')).body).toBe('[]')
  })

  test('problems with code and fields, for those who ask for application/problem+json', async () => {
    const accept = { accept: 'application/json, application/problem+json' }
    const { status, headers, body } = await raw('POST', `${api}/zones/`, { ...signed(), ...accept })
    expect([status, headers['content-type']]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
    ])
    expect(JSON.parse(body)).toEqual({
      code: 'invalid_input',
      message: 'Some fields need another value.',
      field_errors: { name: ['This field is required.'] },
      request_id: headers['x-request-id'],
    })
  })
})
