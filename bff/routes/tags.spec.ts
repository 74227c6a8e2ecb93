import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change } from '../../contract/stream.ts'
import { type Caller, createCaller } from '../testing/caller.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let admin: Caller
let user: Caller
let podId: number
beforeEach(async () => {
  host = await startTestServer()
  admin = createCaller(host, await host.newApiKey(await host.addUser('ada', 'admin')))
  user = createCaller(host, await host.newApiKey(await host.addUser('eve', 'user')))
  const { store } = host.server
  podId = await addPodRow(store, { tags: ['virtual', 'rack 7'] })
  await addMachineRow(store, podId, 'aaaaaa', { tags: ['virtual', 'web'] })
  await addMachineRow(store, podId, 'bbbbbb')
})
afterEach(() => host.close())

const notFound = { status: 404, body: 'Not Found' }
const adminsOnly = { status: 403, body: 'This method is reserved for admin users.' }

const names = async () =>
  ((await user('GET', 'tags/')).body as { name: string }[]).map(({ name }) => name)
const podTags = async () => ((await user('GET', `pods/${podId}/`)).body as { tags: string[] }).tags
const machineTags = async (id: string) =>
  ((await user('GET', `machines/${id}/`)).body as { tag_names: string[] }).tag_names
const having = async (tag: string, op = 'machines') => {
  const { body } = await user('GET', `tags/${encodeURIComponent(tag)}/?op=${op}`)
  return (body as { system_id: string }[]).map(({ system_id }) => system_id)
}

test('whatever a pod or machine carries is a tag', async () => {
  expect(await names()).toEqual(['rack 7', 'virtual', 'web'])
  await admin('POST', `pods/${podId}/?op=add_tag`, { tag: 'ssd' })
  await admin('PUT', 'machines/bbbbbb/', { tags: 'db' })
  expect(await names()).toEqual(['db', 'rack 7', 'ssd', 'virtual', 'web'])
  expect(await user('GET', 'tags/rack%207/')).toEqual({
    status: 200,
    body: {
      name: 'rack 7',
      definition: '',
      comment: '',
      kernel_opts: '',
      resource_uri: `${api}/tags/rack%207/`,
    },
  })
})

test('live from create to delete', async () => {
  const made = await admin('POST', 'tags/', { name: ' ssd ', comment: 'fast', definition: '' })
  expect(made).toEqual({
    status: 200,
    body: {
      name: 'ssd',
      definition: '',
      comment: 'fast',
      kernel_opts: '',
      resource_uri: `${api}/tags/ssd/`,
    },
  })
  expect((await admin('PUT', 'tags/ssd/', { comment: '' })).body).toMatchObject({ comment: '' })
  expect(await admin('DELETE', 'tags/ssd/')).toEqual({ status: 204, body: '' })
  expect(await admin('DELETE', 'tags/ssd/')).toEqual(notFound)
  const entries = await host.server.store.audit.latest(3)
  expect(entries.map(({ action, subject }) => `${action} ${subject}`)).toEqual([
    'tag.delete tag ssd',
    'tag.update tag ssd',
    'tag.create tag ssd',
  ])
})

test('are renamed wherever they are', async () => {
  await admin('POST', `pods/${podId}/?op=add_tag`, { tag: 'web' })
  const { newest } = await host.server.store.changes.bounds()
  expect((await admin('PUT', 'tags/web/', { name: 'www' })).body).toMatchObject({ name: 'www' })
  expect(await podTags()).toEqual(['virtual', 'rack 7', 'www'])
  expect(await machineTags('aaaaaa')).toEqual(['virtual', 'www'])
  expect(await names()).toEqual(['rack 7', 'virtual', 'www'])
  const told = await host.server.store.changes.since(newest, 10)
  expect(told.map(({ change }) => change)).toEqual<Change[]>([
    { topic: 'pod', action: 'updated', key: String(podId), pod_id: null },
    { topic: 'machine', action: 'updated', key: 'aaaaaa', pod_id: podId },
  ])
})

test('are lost wherever they are', async () => {
  expect((await admin('DELETE', 'tags/rack%207/')).status).toBe(204)
  expect((await admin('DELETE', 'tags/web/')).status).toBe(204)
  expect(await podTags()).toEqual(['virtual'])
  expect(await machineTags('aaaaaa')).toEqual(['virtual'])
})

describe('are refused', () => {
  const taken = { name: ['Tag with this Name already exists.'] }
  const letters = { name: ['Enter letters, digits, dashes and underscores only.'] }
  test.each([
    [{ name: 'web' }, taken],
    [{ name: 'a b' }, letters],
    [{ name: 'a,b' }, letters],
    [{}, { name: ['This field is required.'] }],
    [
      { name: 'x', definition: '//node' },
      {
        definition: ['Tags by definition are not available. Name the machines with update_nodes.'],
      },
    ],
    [{ name: 'x', kernel_opts: 'quiet' }, { kernel_opts: ['Kernel options are not available.'] }],
  ])('%j', async (fields, body) => {
    expect(await admin('POST', 'tags/', fields as Record<string, string>)).toEqual({
      status: 400,
      body,
    })
    expect(await names()).toEqual(['rack 7', 'virtual', 'web'])
  })

  test('under a name that another has', async () => {
    expect(await admin('PUT', 'tags/web/', { name: 'virtual' })).toEqual({
      status: 400,
      body: taken,
    })
    expect((await admin('PUT', 'tags/web/', { name: 'web' })).status).toBe(200)
  })
})

test('the one that says what Podyard manages stays', async () => {
  const stays = { status: 400, body: 'The tag virtual stays: it says what Podyard manages.' }
  expect(await admin('DELETE', 'tags/virtual/')).toEqual(stays)
  expect(await admin('PUT', 'tags/virtual/', { name: 'real' })).toEqual(stays)
  expect((await admin('PUT', 'tags/virtual/', { comment: 'all' })).status).toBe(200)
  const path = 'tags/virtual/?op=update_nodes'
  expect(await admin('POST', path, { remove: 'aaaaaa' })).toEqual(stays)
  expect(await podTags()).toContain('virtual')
})

test('machines are given and lose them by system_id', async () => {
  const update = (fields: Record<string, string | string[]>) =>
    admin('POST', 'tags/web/?op=update_nodes', fields)
  expect(await update({ add: ['aaaaaa', 'bbbbbb', 'nobody', 'bbbbbb'] })).toEqual({
    status: 200,
    body: { added: 2, removed: 0 },
  })
  expect(await having('web')).toEqual(['aaaaaa', 'bbbbbb'])
  expect(await having('web', 'nodes')).toEqual(['aaaaaa', 'bbbbbb'])
  // First gives, then takes.
  expect((await update({ add: 'aaaaaa', remove: ['aaaaaa', 'nobody'] })).body).toEqual({
    added: 1,
    removed: 1,
  })
  expect(await having('web')).toEqual(['bbbbbb'])
  expect(await machineTags('aaaaaa')).toEqual(['virtual'])
  expect((await update({})).body).toEqual({ added: 0, removed: 0 })
  expect(await names()).toContain('web')
})

test('who may', async () => {
  for (const op of ['machines', 'nodes']) {
    expect(await user('GET', `tags/nothing/?op=${op}`)).toEqual(notFound)
  }
  expect(await admin('POST', 'tags/nothing/?op=update_nodes', { add: 'aaaaaa' })).toEqual(notFound)
  expect(await admin('PUT', 'tags/nothing/', { comment: 'x' })).toEqual(notFound)
  expect(await user('POST', 'tags/', { name: 'x' })).toEqual(adminsOnly)
  expect(await user('PUT', 'tags/web/', { comment: 'x' })).toEqual(adminsOnly)
  expect(await user('DELETE', 'tags/web/')).toEqual(adminsOnly)
  expect(await user('POST', 'tags/web/?op=update_nodes', { add: 'bbbbbb' })).toEqual(adminsOnly)
})
