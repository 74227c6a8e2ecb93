/** What clients of MAAS depend on to the letter, read off a real connection. */
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let origin = ''
let key = ''
beforeAll(async () => {
  host = await startTestServer()
  origin = await host.listen()
  key = await host.newApiKey(await host.addUser('ada', 'admin'))
})
afterAll(() => host.close())

/** Status, headers by lower-case name, and body, unparsed by any HTTP library. */
async function raw(method: string, path: string, headers: Record<string, string> = {}, body = '') {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  const lines = Object.entries({
    host: `${hostname}:${port}`,
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`)
  socket.write(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`)
  const [head = '', ...rest] = (await text(socket)).split('\r\n\r\n')
  const [status = '', ...fields] = head.split('\r\n')
  return {
    status: Number(status.split(' ')[1]),
    headers: Object.fromEntries(
      fields.map((line) => {
        const colon = line.indexOf(': ')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 2)]
      }),
    ) as Record<string, string>,
    body: rest.join('\r\n\r\n'),
  }
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }

describe('describe/', () => {
  test('is application/json without a charset', async () => {
    const { status, headers } = await raw('GET', `${api}/describe/`)
    expect([status, headers['content-type']]).toEqual([200, 'application/json'])
  })

  test('speaks of the address by which it was asked', async () => {
    const { body } = await raw('GET', `${api}/describe/`, { host: 'pods.example.net:8080' })
    const description = JSON.parse(body) as { resources: { auth: { uri: string } }[] }
    expect(description.resources.length).toBeGreaterThan(5)
    for (const { auth } of description.resources) {
      expect(auth.uri).toMatch(/^http:\/\/pods\.example\.net:8080\/MAAS\/api\/2\.0\//)
    }
  })
})

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

test('every response of the API carries the hash of the description', async () => {
  const { hash } = JSON.parse((await raw('GET', `${api}/describe/`)).body) as { hash: string }
  expect(hash).toMatch(/^[0-9a-f]{40}$/)
  const responses = [
    await raw('GET', `${api}/describe/`, { host: 'other' }),
    await raw('GET', `${api}/version/`),
    await raw('GET', `${api}/zones/`),
    await raw('GET', `${api}/zones/`, host.sign(key)),
    await raw('GET', `${api}/nothing/`),
    await raw('POST', `${api}/zones/?op=foo`),
    await raw('GET', `${api}/stream/`),
  ]
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 401, 200, 404, 400, 401])
  for (const { headers } of responses) {
    expect(headers['x-maas-api-hash']).toBe(hash)
    expect(headers['vary']).toBe('Authorization, Cookie')
  }
})

test('a 204 still has a content type, and nothing else', async () => {
  await raw('POST', `${api}/zones/`, { ...host.sign(key), ...form }, 'name=gone')
  const { status, headers, body } = await raw('DELETE', `${api}/zones/gone/`, host.sign(key))
  expect([status, headers['content-type'], body]).toEqual([204, 'text/plain', ''])
  expect(headers['transfer-encoding']).toBeUndefined()
})

test('creating answers 200, as JSON with a charset', async () => {
  const { status, headers, body } = await raw(
    'POST',
    `${api}/zones/`,
    { ...host.sign(key), ...form },
    'name=west&description=where+the+sun+sets',
  )
  expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8'])
  expect(JSON.parse(body)).toEqual({
    id: expect.any(Number),
    name: 'west',
    description: 'where the sun sets',
    resource_uri: '/MAAS/api/2.0/zones/west/',
  })
  expect(body).toContain('\n    "name": "west"')
})

describe('refusals', () => {
  const refusals: [string, () => ReturnType<typeof raw>, number, string, string][] = [
    [
      'unknown op',
      () => raw('POST', `${api}/zones/?op=foo`),
      400,
      'text/plain; charset=utf-8',
      'Unrecognised signature: method=POST op=foo',
    ],
    [
      'unknown op in the body',
      () => raw('POST', `${api}/zones/`, form, 'op=bar'),
      400,
      'text/plain; charset=utf-8',
      'Unrecognised signature: method=POST op=bar',
    ],
    [
      'op of the query wins',
      () => raw('POST', `${api}/zones/?op=foo`, form, 'op=bar'),
      400,
      'text/plain; charset=utf-8',
      'Unrecognised signature: method=POST op=foo',
    ],
    [
      'unknown method',
      () => raw('DELETE', `${api}/zones/`),
      400,
      'text/plain; charset=utf-8',
      'Unrecognised signature: method=DELETE op=None',
    ],
    [
      'unknown path',
      () => raw('GET', `${api}/nothing/?a=b`),
      404,
      'text/plain; charset=utf-8',
      'Unknown API endpoint: /MAAS/api/2.0/nothing/.',
    ],
    [
      'no trailing slash',
      () => raw('GET', `${api}/zones`),
      404,
      'text/plain; charset=utf-8',
      'Unknown API endpoint: /MAAS/api/2.0/zones.',
    ],
    [
      'unknown row',
      () => raw('GET', `${api}/zones/nowhere/`, host.sign(key)),
      404,
      'text/plain; charset=utf-8',
      'Not Found',
    ],
    [
      'a variable that cannot be one',
      () => raw('GET', `${api}/pods/x/`, host.sign(key)),
      404,
      'text/plain; charset=utf-8',
      'Not Found',
    ],
    ['stranger', () => raw('GET', `${api}/zones/`), 401, 'text/plain; charset=utf-8', 'Forbidden'],
    [
      'wrong fields',
      () => raw('POST', `${api}/zones/`, host.sign(key)),
      400,
      'application/json; charset=utf-8',
      '{"name":["This field is required."]}',
    ],
    [
      'the first API',
      () => raw('GET', '/MAAS/api/1.0/nodes/'),
      410,
      'text/plain; charset=utf-8',
      'The 1.0 API is no longer available. Please use API version 2.0.',
    ],
    [
      'a body that is too large',
      () => raw('POST', `${api}/zones/`, { ...form, 'content-length': String(2 ** 20 + 1) }),
      413,
      'text/plain; charset=utf-8',
      'The request is too large.',
    ],
  ]
  test.each(refusals)('%s', async (_, ask, status, type, body) => {
    const response = await ask()
    expect([response.status, response.headers['content-type'], response.body]).toEqual([
      status,
      type,
      body,
    ])
  })

  test('name the way to authenticate', async () => {
    expect((await raw('GET', `${api}/zones/`)).headers['www-authenticate']).toBe('OAuth')
  })

  test('are problems for those who ask', async () => {
    const accept = { accept: 'application/json, application/problem+json' }
    const { status, headers, body } = await raw('POST', `${api}/zones/`, {
      ...host.sign(key),
      ...accept,
    })
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

test('the version of the API is a line of text', async () => {
  const { headers, body } = await raw('GET', '/MAAS/api/version/')
  expect([headers['content-type'], body]).toEqual(['text/plain; charset=utf-8', '2.0'])
})

test('what the maas command sends: a multipart PUT, its op in the query, no body at all', async () => {
  const boundary = '===============1=='
  const multipart = { 'content-type': `multipart/form-data; boundary="${boundary}"` }
  const description = Buffer.from('über').toString('base64')
  const put = await raw(
    'PUT',
    `${api}/zones/default/`,
    { ...host.sign(key), ...multipart },
    `--${boundary}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: form-data; name="description"\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n${description}\n\r\n--${boundary}--\r\n`,
  )
  expect(put.status).toBe(200)
  expect(JSON.parse(put.body)).toMatchObject({ name: 'default', description: 'über' })
  const empty = await raw(
    'PUT',
    `${api}/zones/default/`,
    { ...host.sign(key), ...multipart },
    `--${boundary}--\r\n`,
  )
  expect(JSON.parse(empty.body)).toMatchObject({ description: 'über' })
  expect((await raw('GET', `${api}/users/?op=whoami`, host.sign(key))).status).toBe(200)
})

test('pages are protected by headers that allow nothing foreign and nothing inline', async () => {
  const { headers } = await raw('GET', '/MAAS/')
  expect(headers['content-security-policy']).toMatch(/default-src 'self';/)
  expect(headers['content-security-policy']).not.toContain('unsafe')
  expect(headers['x-content-type-options']).toBe('nosniff')
})
