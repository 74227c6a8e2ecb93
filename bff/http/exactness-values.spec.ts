/** What MAAS makes of the values of fields, and its words for those that it refuses: read off a real connection. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createRaw, form, json, parsed, type Raw, shape } from '../testing/raw.ts'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let raw: Raw
let admin = ''
beforeAll(async () => {
  host = await startTestServer()
  raw = createRaw(await host.listen())
  admin = await host.newApiKey(await host.addUser('ada', 'admin'))
})
afterAll(() => host.close())

const send = (method: 'POST' | 'PUT', path: string, body = '') =>
  raw(method, `${api}/${path}`, { ...host.sign(admin), ...form }, body)
const get = (path: string) => raw('GET', `${api}/${path}`, host.sign(admin))

const yes = ['true', 'True', 't', 'yes', 'y', 'on', '1', ' TRUE ']
const no = ['false', 'False', 'f', 'no', 'n', 'off', '0', '']
test.each([
  ...yes.map((word, n) => [word, true, `yes${n}`] as const),
  ...no.map((word, n) => [word, false, `no${n}`] as const),
])('boolean %j is %j', async (word, is_superuser, username) => {
  const fields = new URLSearchParams({ username, password: 'long enough', is_superuser: word })
  const answer = await send('POST', 'users/', fields.toString())
  expect(parsed(answer)).toMatchObject({ username, is_superuser })
})

test('boolean maybe: refused at its field', async () => {
  const answer = await send('POST', 'users/', 'username=m&password=long+enough&is_superuser=maybe')
  expect(shape(answer)).toEqual([400, json, '{"is_superuser":["Enter true or false."]}'])
})

test('blanks at both ends are stripped', async () => {
  const answer = await send('POST', 'zones/', 'name=++trim+med%0A&description=%09x+')
  expect(parsed(answer)).toMatchObject({ name: 'trim med', description: 'x' })
})

type Row = readonly [path: string, body: string, field: string, message: string]
const pod = 'type=virsh&power_address=ftp://x'
test.each<Row>([
  ['zones/', '', 'name', 'This field is required.'],
  ['zones/', 'name=++', 'name', 'This field is required.'],
  ['zones/', 'name=default', 'name', 'Physical zone with this Name already exists.'],
  ['resourcepools/', 'name=default', 'name', 'Resource pool with this Name already exists.'],
  ['pods/', '', 'type', 'This field is required.'],
  [
    'pods/',
    'type=bogus&power_address=x',
    'type',
    'Select a valid choice. bogus is not one of the available choices.',
  ],
  [
    'pods/',
    'type=virsh&power_address=x&default_macvlan_mode=bogus',
    'default_macvlan_mode',
    'Select a valid choice. bogus is not one of the available choices.',
  ],
  [
    'pods/',
    'type=virsh&power_address=qemu:///system&zone=nowhere',
    'zone',
    'Select a valid choice. That choice is not one of the available choices.',
  ],
  [
    'pods/',
    'type=virsh&power_address=qemu:///system&pool=nowhere',
    'pool',
    'Select a valid choice. That choice is not one of the available choices.',
  ],
  ...(['cpu', 'memory'] as const).flatMap((what) =>
    Object.entries({
      '10.1': 'Ensure this value is less than or equal to 10.',
      '-0.1': 'Ensure this value is greater than or equal to 0.',
      abc: 'Enter a number.',
      nan: 'Enter a number.',
      inf: 'Enter a number.',
    }).map(([value, message]): Row => {
      const field = `${what}_over_commit_ratio`
      return ['pods/', `${pod}&${field}=${value}`, field, message]
    }),
  ),
])('field message: POST %s %s', async (path, body, field, message) => {
  const answer = await send('POST', path, body)
  expect([answer.status, answer.headers['content-type']]).toEqual([400, json])
  expect(parsed(answer)).toMatchObject({ [field]: [message] })
})

test('field message: a number that is not whole', async () => {
  expect(shape(await get('machines/?limit=1.5'))).toEqual([
    400,
    json,
    '{"limit":["Enter a whole number."]}',
  ])
})
