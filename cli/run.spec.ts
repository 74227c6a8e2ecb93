import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, key, type World } from './testing/world.ts'

const host = 'https://pods.example.net/MAAS/'
const api = `${host}api/2.0/`
let world: World
let answer: Parameters<typeof createWorld>[0]

beforeEach(async () => {
  answer = undefined
  world = createWorld((request) => answer?.(request))
  await world.maas('login', 'ada', host, key)
  world.sent.length = 0
})
afterEach(() => world.end())

describe('login', () => {
  test('asks for the description without the key, then whose key it is, and keeps both', async () => {
    const { exitCode, out, err } = await world.maas('login', 'two', 'https://pods.example.net', key)
    expect([exitCode, err]).toEqual([0, ''])
    expect(out).toContain(`logged in to ${api} as ada`)
    expect(world.sent.map(({ url, headers }) => [url, 'authorization' in headers])).toEqual([
      [`${api}describe/`, false],
      [`${api}users/?op=whoami`, true],
    ])
    expect((await world.maas('list')).out).toBe(`ada ${api} ada\ntwo ${api} ada\n`)
  })

  test('the key comes from standard input; a pipe that brought none is not taken for "anonymous"', async () => {
    expect(await world.piped(`${key}\n`, 'login', 'two', host, '-')).toMatchObject({ exitCode: 0 })
    const { exitCode, err } = await world.piped('', 'login', 'three', host, '-')
    expect([exitCode, err]).toEqual([1, 'maas: There is no API key on standard input.\n'])
    expect((await world.maas('list')).out).not.toContain('three')
  })

  test('without a key, only what needs none can be called', async () => {
    const { exitCode, err } = await world.maas('login', 'guest', host)
    expect([exitCode, err]).toEqual([0, 'No API key was given: this profile is anonymous.\n'])
    expect((await world.maas('guest', '--help')).out).toMatch(
      /Handlers:\n {2}files {2}Files without a login.\n$/,
    )
    answer = () => ({ body: [] })
    await world.maas('guest', 'files', 'get-by-key', 'key=x')
    expect(world.sent.at(-1)).toMatchObject({
      url: `${api}files/?op=get_by_key&key=x`,
      headers: {},
    })
  })

  test('a refused key is not kept', async () => {
    answer = ({ url }) =>
      url.includes('whoami')
        ? { status: 401, body: 'Authorization Error: Invalid API key.' }
        : undefined
    const { exitCode, err } = await world.maas('login', 'two', host, key)
    expect(exitCode).toBe(1)
    expect(err).toContain(
      'The server rejected your API key: Authorization Error: Invalid API key.\nFix: ',
    )
    expect((await world.maas('list')).out).toBe(`ada ${api} ada\n`)
  })

  test.each([
    [{ status: 200, body: '<html>' }, 'it answers with something that is not JSON'],
    [{ status: 200, body: {} }, 'its description has no resources'],
    [{ status: 404, body: 'x' }, 'it answers 404'],
    [
      { status: 301, headers: { location: '/elsewhere/' } },
      'it sends us on to https://pods.example.net/elsewhere/',
    ],
  ])('what is no API is named: %j', async (what, why) => {
    answer = () => what
    const { exitCode, err } = await world.maas('login', 'two', host, key)
    expect([exitCode, err.split('\n', 1)[0]]).toEqual([
      1,
      `maas: There is no MAAS API at ${api}: ${why}.`,
    ])
    // It never saw the key.
    expect(world.sent.filter(({ headers }) => 'authorization' in headers)).toEqual([])
  })

  test('a server that has moved tells with which address to log in', async () => {
    answer = () => ({
      status: 301,
      headers: { location: 'https://new.example.net/MAAS/api/2.0/describe/' },
    })
    const { err } = await world.maas('login', 'two', host, key)
    expect(err).toMatch(/\nFix: .*maas login PROFILE https:\/\/new.example.net\/MAAS\/\n$/)
  })

  test.each([
    [['two', 'pods.example.net', key], /is not an address: it begins with http/],
    [['two', 'https://u:p@pods.example.net', key], /user name or password/],
    [['two', host, 'only:two'], /An API key has three parts/],
    [['list', host, key], /list is a command/],
    [['__proto__', host, key], /cannot be a profile's name/],
    [['two'], /A profile and an address are needed/],
  ])('login %j is refused before anything is sent', async (words, why) => {
    const { exitCode, err } = await world.maas('login', ...words)
    expect([exitCode, world.sent.length]).toEqual([2, 0])
    expect(err).toMatch(why)
    expect(err).not.toContain('secret')
  })

  test('certificates are kept with the profile', async () => {
    const path = join(world.folder, 'ca.pem')
    writeFileSync(path, 'no certificate')
    expect((await world.maas('login', '--cacerts', path, 'two', host, key)).err).toContain(
      'holds no certificate',
    )
    const pem = '-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----\n'
    writeFileSync(path, pem)
    await world.maas('login', '--cacerts', path, 'two', host, key)
    await world.maas('two', 'boxes', 'read')
    expect(world.sent.map(({ trust }) => trust)).toEqual(
      Array.from({ length: 3 }, () => ({ insecure: false, cacerts: pem })),
    )
    await world.maas('two', 'boxes', 'read', '-k')
    expect(world.sent.at(-1)?.trust.insecure).toBe(true)
  })
})

test('logout forgets, and knows what it does not know', async () => {
  expect((await world.maas('logout', 'adda')).err).toContain('Did you mean ada?')
  expect(await world.maas('logout', 'ada')).toEqual({ exitCode: 0, out: '', err: '' })
  expect(readFileSync(world.profilesPath, 'utf8')).not.toContain('secret')
})

test('refresh learns anew, and goes on after a server that is gone', async () => {
  await world.maas('login', 'bob', 'https://other.example.net', key)
  answer = ({ url }) =>
    url.startsWith(api)
      ? { status: 502 }
      : { body: { doc: '', hash: 'new', resources: [], handlers: [] } }
  const { exitCode, err } = await world.maas('refresh')
  expect([exitCode, err]).toEqual([1, expect.stringContaining('ada: There is no MAAS API')])
  expect((await world.maas('bob', 'boxes', 'read')).err).toContain(
    'There is no handler boxes in profile bob.',
  )
  expect((await world.maas('ada', 'boxes', '--help')).exitCode).toBe(0)
})

test('profiles lie where only their owner can read, and others’ reading is warned of', async () => {
  const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
  expect([mode(world.profilesPath), mode(join(world.folder, 'podyard'))]).toEqual(['600', '700'])
})

describe('a call', () => {
  test('goes to the profile’s host by the described path, whatever the server thinks that it is called', async () => {
    answer = () => ({ body: { id: 7 } })
    await world.maas('ada', 'box', 'read', 'top/left', '7', 'x=1', 'x=2')
    expect(world.sent).toMatchObject([
      {
        method: 'GET',
        url: `${api}boxes/top%2Fleft/7/?x=1&x=2`,
        headers: { authorization: expect.stringMatching(/^OAuth /) },
      },
    ])
    expect(world.sent[0]?.body).toBeUndefined()
  })

  test('has its op in the query and its fields in the body', async () => {
    await world.maas('ada', 'box', 'add-tag', 'a', '7', 'tag=new')
    const { method, url, headers, body } = world.sent[0] ?? {}
    expect([method, url]).toEqual(['POST', `${api}boxes/a/7/?op=add_tag`])
    expect(headers?.['content-type']).toMatch(/^multipart\/form-data; boundary="/)
    expect(body?.toString()).toContain(Buffer.from('new').toString('base64'))
  })

  test('without fields has no body, nor a type of one', async () => {
    await world.maas('ada', 'boxes', 'create')
    expect(world.sent[0]?.headers).not.toHaveProperty('content-type')
    expect(world.sent[0]?.body).toBeUndefined()
  })

  test('prints the answer as it came; a person is also told what it is', async () => {
    answer = () => ({ body: '{\n    "id": 7\n}' })
    expect(await world.maas('ada', 'box', 'read', 'a', '7')).toEqual({
      exitCode: 0,
      out: '{\n    "id": 7\n}',
      err: '',
    })
    expect((await world.typed('ada', 'box', 'read', 'a', '7')).out).toBe(
      'Success.\nMachine-readable output follows:\n{\n    "id": 7\n}\n',
    )
    answer = () => ({ status: 204, headers: { 'content-type': 'text/plain' } })
    expect((await world.typed('ada', 'box', 'delete', 'a', '7')).out).toBe('Success.\n')
    expect((await world.maas('ada', 'box', 'delete', 'a', '7')).out).toBe('')
  })

  test('that is refused ends with 2, and says why on standard output, in a table too', async () => {
    answer = () => ({ status: 400, body: '{"size":["This field is required."]}' })
    for (const options of [[], ['--table']]) {
      const ran = await world.maas('ada', 'boxes', 'create', ...options)
      expect(ran).toEqual({ exitCode: 2, out: '{"size":["This field is required."]}', err: '' })
    }
  })

  test('whose key is refused says what to do', async () => {
    answer = () => ({ status: 401, body: 'Authorization Error: Invalid API key.' })
    const { exitCode, err } = await world.maas('ada', 'boxes', 'read')
    expect(exitCode).toBe(2)
    expect(err).toContain(`The key of profile ada is refused. Fix: maas login ada ${api} KEY`)
  })

  test('is not sent on to where nobody logged in', async () => {
    answer = () => ({ status: 302, headers: { location: 'https://evil.example.net/MAAS/' } })
    const { exitCode, err } = await world.maas('ada', 'boxes', 'read')
    expect([exitCode, world.sent.length]).toEqual([2, 1])
    expect(err).toContain('sends us on to https://evil.example.net/MAAS/, which is not followed')
  })

  test('shows headers on request, and never the key', async () => {
    answer = () => ({ body: [], headers: { 'x-request-id': 'r-1' } })
    const { out, err } = await world.maas('-d', 'ada', 'boxes', 'read')
    expect(out).toBe('[]')
    expect(err).toContain(`> GET ${api}boxes/\n`)
    expect(err).toContain('< x-request-id: r-1\n')
    expect(err).not.toMatch(/secret|token/)
  })

  test('warns when the server is no longer what it was at the login', async () => {
    answer = () => ({ body: [], headers: { 'x-maas-api-hash': 'abc' } })
    expect((await world.maas('ada', 'boxes', 'read')).err).toBe('')
    answer = () => ({ body: [], headers: { 'x-maas-api-hash': 'other' } })
    const { exitCode, out, err } = await world.maas('ada', 'boxes', 'read')
    expect([exitCode, out]).toEqual([0, '[]'])
    expect(err).toMatch(/WARNING! The API on the server differs[^]*maas refresh/)
  })

  test.each([
    [
      ['ada', 'boxs', 'read'],
      /There is no handler boxs in profile ada. Did you mean box or boxes\?/,
    ],
    [
      ['ada', 'boxes', 'creat'],
      /There is no action creat of boxes. Did you mean create\? It has: read, create./,
    ],
    [['ada', 'box', 'read', 'a'], /Missing: ID.\nFix: maas ada box read --help/],
    [['ada', 'boxes', 'create', 'size'], /"size" is not of the form KEY=VALUE/],
    [['adda', 'boxes', 'read'], /There is no profile adda. Did you mean ada\?/],
    [['ada', 'boxes', 'read', '--tabel'], /--tabel/],
    [['ada', 'boxes', 'read', '--cacerts', 'x'], /belongs to login/],
    [['apikey', '--help'], /works on the server itself/],
    [['ada', 'box', 'wait', 'a', '7'], /What to wait for is missing/],
  ])('%j is refused before anything is sent', async (words, why) => {
    const { exitCode, out, err } = await world.maas(...words)
    expect([exitCode, out, world.sent]).toEqual([2, '', []])
    expect(err).toMatch(why)
  })
})

test('wait reads until it is so, and ends with 3 when the time is over', async () => {
  answer = () => ({ body: { id: 7, colour: 'red' } })
  expect(await world.maas('ada', 'box', 'wait', 'a', '7', 'colour=Red')).toMatchObject({
    exitCode: 0,
    out: '{"id":7,"colour":"red"}',
  })
  const late = await world.maas('ada', 'box', 'wait', 'a', '7', 'colour=blue', 'timeout=0')
  expect(late).toEqual({
    exitCode: 3,
    out: '',
    err: 'box a 7: colour red\nbox a 7: not within 0 s; the last seen was colour red\n',
  })
})

describe('help', () => {
  test.each([
    [[], /Commands:\n {2}login PROFILE URL[^]*Profiles[^]*ada[^]*Exit code:/],
    [['login'], /Usage: maas login PROFILE URL \[KEY\|-\][^]*--cacerts FILE/],
    [['ada'], /Handlers:\n {2}box {4}One box.\n {2}boxes {2}All boxes.\n {2}files {2}Files.$/m],
    [
      ['ada', 'box'],
      /Usage: maas ada box ACTION SHELF ID[^]*With a lid.[^]*add-tag {2}Tag a box[^]*wait/,
    ],
    [
      ['ada', 'box', 'update'],
      /ada box update SHELF ID \[KEY=VALUE[^]*Fields:\n {2}size= {4}Required. Int. Litres.\n {2}colour= {2}What it is painted in.\n/,
    ],
    [['ada', 'box', 'delete'], /^Usage: maas ada box delete SHELF ID \[KEY=VALUE/],
    [['ada', 'box', 'wait'], /timeout=/],
  ])('at %j', async (words, what) => {
    for (const option of ['--help', '-h']) {
      const { exitCode, out, err } = await world.maas(...words, option)
      expect([exitCode, err]).toEqual([0, ''])
      expect(out).toMatch(what)
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    }
  })

  test.each([
    [[], /The command is missing/],
    [['ada'], /The handler is missing/],
    [['ada', 'box'], /The action is missing/],
  ])('stands in for what is missing at %j, as a refusal', async (words, what) => {
    const { exitCode, out, err } = await world.maas(...words)
    expect([exitCode, out]).toEqual([2, ''])
    expect(err).toMatch(what)
  })
})
