import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { api, type Browser, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let browsers: Record<'ada' | 'root' | 'bob', Browser>
beforeEach(async () => {
  host = await startTestServer()
  await host.addUser('ada', 'admin')
  await host.addUser('root', 'admin')
  await host.addUser('bob', 'user')
  browsers = {
    ada: await host.logIn('ada'),
    root: await host.logIn('root'),
    bob: await host.logIn('bob'),
  }
})
afterEach(() => host.close())

const call = async (
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  payload?: object,
  by: keyof typeof browsers = 'ada',
) => {
  const response = await host.server.app.inject({
    method,
    url: `${api}/users/${path}`,
    headers: browsers[by],
    ...(payload && { payload }),
  })
  const json = response.headers['content-type']?.toString().startsWith('application/json')
  return [response.statusCode, json ? response.json<unknown>() : response.body]
}

const row = (username: string, is_superuser: boolean) => ({
  username,
  email: `${username}@example.net`,
  is_local: true,
  is_superuser,
  resource_uri: `/MAAS/api/2.0/users/${username}/`,
})

test('an admin lists, makes, reads and deletes users', async () => {
  expect(await call('GET', '')).toEqual([
    200,
    [row('ada', true), row('bob', false), row('root', true)],
  ])
  const grace = { username: 'grace', email: 'grace@example.net', password: 'correct horse' }
  expect(await call('POST', '', { ...grace, is_superuser: 'no' })).toEqual([
    200,
    row('grace', false),
  ])
  expect(await call('GET', 'Grace/')).toEqual([200, row('grace', false)])
  const browser = await host.logIn('grace')
  expect(await call('DELETE', 'grace/')).toEqual([204, ''])
  expect(await call('GET', 'grace/')).toEqual([404, 'Not Found'])
  const after = await host.server.app.inject({ url: `${api}/users/?op=whoami`, headers: browser })
  expect(after.statusCode).toBe(401)
  const trail = await host.server.store.audit.latest(2)
  expect(trail.map(({ username, action, subject }) => [username, action, subject])).toEqual([
    ['ada', 'user.delete', 'user grace'],
    ['ada', 'user.create', 'user grace'],
  ])
  expect(JSON.stringify(trail)).not.toContain('correct horse')
})

test('a name that is taken, whatever its case, and fields that will not do', async () => {
  const taken = { username: 'BOB', password: 'correct horse' }
  expect(await call('POST', '', taken)).toEqual([
    400,
    { username: ['A user with that username already exists.'] },
  ])
  expect(
    await call('POST', '', { username: 'a/b', password: 'short', is_superuser: 'maybe' }),
  ).toEqual([
    400,
    {
      username: [expect.stringContaining('Enter a valid username.')],
      password: [expect.stringContaining('too short')],
      is_superuser: ['Enter true or false.'],
    },
  ])
})

test('who is no admin finds nobody else', async () => {
  expect(await call('GET', 'bob/', undefined, 'bob')).toEqual([200, row('bob', false)])
  expect(await call('GET', 'ada/', undefined, 'bob')).toEqual([404, 'Not Found'])
})

test('nobody deletes themselves', async () => {
  expect(await call('DELETE', 'ada/')).toEqual([
    400,
    'You cannot delete yourself. Ask another admin.',
  ])
})

test('two admins who delete each other at once leave one', async () => {
  const answers = await Promise.all([
    call('DELETE', 'root/', undefined, 'ada'),
    call('DELETE', 'ada/', undefined, 'root'),
  ])
  expect(answers.map(([status]) => status)).toContain(204)
  expect(answers.filter(([status]) => status === 204)).toHaveLength(1)
  const users = await host.server.store.users.list()
  expect(users.filter((user) => user.is_superuser)).toHaveLength(1)
})

test('an owner of machines stays', async () => {
  const { store } = host.server
  const bob = await store.users.byUsername('bob')
  await addMachineRow(store, await addPodRow(store), 'abcdef', { owner_id: bob?.id ?? null })
  expect(await call('DELETE', 'bob/')).toEqual([400, 'bob owns 1 machine, to be released first.'])
  expect(await store.users.byUsername('bob')).toBeDefined()
})
