import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Change } from '../../contract/stream.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { api, type Browser, startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let browser: Browser
beforeEach(async () => {
  host = await startTestServer()
  await host.addUser('ada', 'admin')
  browser = await host.logIn('ada')
})
afterEach(() => host.close())

type Verb = 'GET' | 'POST' | 'PUT' | 'DELETE'

const call = async (method: Verb, path: string, payload?: object) => {
  const response = await host.server.app.inject({
    method,
    url: `${api}/${path}`,
    headers: browser,
    ...(payload && { payload }),
  })
  return {
    status: response.statusCode,
    body: response.headers['content-type']?.toString().startsWith('application/json')
      ? response.json<unknown>()
      : response.body,
  }
}

/** A pod with one machine, in a zone and a resource pool. */
async function addPod(zone_id: number, pool_id: number): Promise<number> {
  const { store } = host.server
  const podId = await addPodRow(store, { zone_id, pool_id })
  await addMachineRow(store, podId, 'abcdef', { zone_id, pool_id })
  return podId
}

describe.each([
  {
    collection: 'zones',
    item: (group: { name: string }) => `zones/${encodeURIComponent(group.name)}`,
    taken: 'Physical zone with this Name already exists.',
    first: { id: 1, name: 'default', description: '' },
    noun: 'zone',
    undeletable: 'This zone is the default zone, it cannot be deleted.',
  },
  {
    collection: 'resourcepools',
    item: (group: { id: number }) => `resourcepool/${group.id}`,
    taken: 'Resource pool with this Name already exists.',
    first: { id: 0, name: 'default', description: 'Default pool' },
    noun: 'resource pool',
    undeletable: 'The default resource pool cannot be deleted.',
  },
])('$collection', ({ collection, item, taken, first, noun, undeletable }) => {
  type Answer = { id: number; name: string; description: string; resource_uri: string }
  const create = async (payload: object) => {
    const { status, body } = await call('POST', `${collection}/`, payload)
    return { status, body: body as Answer }
  }

  test('live from create to delete', async () => {
    const made = await create({ name: ' West wing 2 ', description: 'where the sun sets' })
    expect(made).toEqual({
      status: 200,
      body: {
        id: expect.any(Number),
        name: 'West wing 2',
        description: 'where the sun sets',
        resource_uri: `${api}/${item(made.body)}/`,
      },
    })
    const path = `${item(made.body)}/`
    expect(await call('GET', path)).toEqual({ status: 200, body: made.body })
    expect(await call('PUT', path, { description: '' })).toEqual({
      status: 200,
      body: { ...made.body, description: '' },
    })
    const { body: renamed } = (await call('PUT', path, { name: 'East' })) as { body: Answer }
    expect(renamed).toMatchObject({ id: made.body.id, name: 'East' })
    expect((await call('GET', `${collection}/`)).body).toMatchObject([first, { name: 'East' }])
    expect(await call('DELETE', `${item(renamed)}/`)).toEqual({ status: 204, body: '' })
    expect(await call('GET', `${item(renamed)}/`)).toEqual({ status: 404, body: 'Not Found' })
    expect(
      (await host.server.store.audit.latest(9)).map(({ action, subject }) => [action, subject]),
    ).toEqual([
      [`${noun}.delete`, `${noun} East`],
      [`${noun}.update`, `${noun} West wing 2`],
      [`${noun}.update`, `${noun} West wing 2`],
      [`${noun}.create`, `${noun} West wing 2`],
    ])
  })

  test('have one name each', async () => {
    await create({ name: 'a' })
    const { body: other } = await create({ name: 'b' })
    const refusal = { status: 400, body: { name: [taken] } }
    expect(await create({ name: 'a' })).toEqual(refusal)
    expect(await call('PUT', `${item(other)}/`, { name: 'a' })).toEqual(refusal)
    expect((await call('PUT', `${item(other)}/`, { name: 'b' })).status).toBe(200)
  })

  test.each(['', '   ', '/', '-a', 'a<b', 'x'.repeat(256)])('refuse %j as a name', async (name) => {
    const { status, body } = await create({ name })
    expect([status, body]).toEqual([400, { name: [expect.any(String)] }])
  })

  test('keep the default, under its name', async () => {
    expect(await call('DELETE', `${item(first)}/`)).toEqual({
      status: 400,
      body: undeletable,
    })
    expect((await call('PUT', `${item(first)}/`, { name: 'mine' })).status).toBe(400)
    expect((await call('PUT', `${item(first)}/`, { description: 'new' })).body).toMatchObject({
      ...first,
      description: 'new',
    })
  })

  test('tell the stream', async () => {
    const { body } = await create({ name: 'a' })
    await call('DELETE', `${item(body)}/`)
    const told = await host.server.store.changes.since(0, 10)
    const key = collection === 'zones' ? 'a' : String(body.id)
    const topic = collection === 'zones' ? 'zone' : 'resource_pool'
    expect(told.map(({ change }) => change)).toEqual<Change[]>([
      { topic, action: 'created', key, pod_id: null },
      { topic, action: 'deleted', key, pod_id: null },
    ])
  })
})

test('the members of a deleted zone move to the default zone', async () => {
  const { body } = await call('POST', 'zones/', { name: 'west' })
  const podId = await addPod((body as { id: number }).id, 0)
  expect((await call('DELETE', 'zones/west/')).status).toBe(204)
  const { db, changes } = host.server.store
  expect(await db.selectFrom('pod').select('zone_id').execute()).toEqual([{ zone_id: 1 }])
  expect(await db.selectFrom('machine').select('zone_id').execute()).toEqual([{ zone_id: 1 }])
  const told = await changes.since(0, 10)
  expect(told.map(({ change }) => change)).toContainEqual<Change>({
    topic: 'machine',
    action: 'updated',
    key: 'abcdef',
    pod_id: podId,
  })
})

test('a resource pool that holds something stays', async () => {
  const { body } = await call('POST', 'resourcepools/', { name: 'busy' })
  const { id } = body as { id: number }
  await addPod(1, id)
  expect(await call('DELETE', `resourcepool/${id}/`)).toEqual({
    status: 400,
    body: 'The resource pool busy holds 1 pod and 1 machine. Move them to another pool first.',
  })
  expect((await call('GET', 'resourcepool/busy/')).status).toBe(200)
})
