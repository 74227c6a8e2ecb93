/** Operations of pods and VM hosts that ask nothing of the host, on the wire. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Pod } from '../../contract/pod.ts'
import { type Caller, createCaller } from '../testing/caller.ts'
import { addPodRow } from '../testing/rows.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let host: TestServer
let admin: Caller
let user: Caller
let id: number
beforeAll(async () => {
  host = await startTestServer()
  admin = createCaller(host, await host.newApiKey(await host.addUser('ada', 'admin')))
  user = createCaller(host, await host.newApiKey(await host.addUser('eve', 'user')))
  id = await addPodRow(host.server.store)
})
afterAll(() => host.close())

const adminsOnly = { status: 403, body: 'This method is reserved for admin users.' }

describe.each(['pods', 'vm-hosts'])('%s', (base) => {
  const add = (tag: string) => admin('POST', `${base}/${id}/?op=add_tag`, { tag })
  const remove = (tag: string) => admin('POST', `${base}/${id}/?op=remove_tag`, { tag })

  test('take and lose tags', async () => {
    const { status, body } = await add(' ssd ')
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id,
      tags: ['virtual', 'ssd'],
      resource_uri: `/MAAS/api/2.0/${base}/${id}/`,
    })
    expect((await add('ssd')).body).toEqual(body)
    expect((await admin('GET', `${base}/`)).body).toEqual([body])
    expect((await remove('hdd')).body).toEqual(body)
    expect(await remove('ssd')).toEqual({
      status: 200,
      body: { ...(body as Pod), tags: ['virtual'] },
    })
  })

  test('refuse tags that cannot be', async () => {
    const refused = (body: string) => ({ status: 400, body })
    expect(await add('a,b')).toEqual(refused('Tag may not contain a ",".'))
    expect(await add(' ')).toEqual(refused('No provided tag!'))
    expect(await admin('POST', `${base}/${id}/?op=add_tag`)).toEqual(refused('No provided tag!'))
    expect(await remove('virtual')).toEqual(
      refused('The tag virtual stays: it says what Podyard manages.'),
    )
    expect((await add('a\0b')).status).toBe(400)
    expect(await admin('POST', `${base}/99/?op=add_tag`, { tag: 'x' })).toEqual({
      status: 404,
      body: 'Not Found',
    })
    expect(await user('POST', `${base}/${id}/?op=add_tag`, { tag: 'x' })).toEqual(adminsOnly)
  })

  test('compose nothing on a host that was never reached, after all that is checked before', async () => {
    const compose = (fields = {}) => admin('POST', `${base}/${id}/?op=compose`, fields)
    expect(await compose({ cores: '2', storage: 'root:8(local)', zone: '1' })).toEqual({
      status: 503,
      body: 'Failed talking to pod: The pod calm-otter cannot be reached yet.',
    })
    expect(await compose({ cores: '0', memory: 'x' })).toEqual({
      status: 400,
      body: {
        cores: ['Ensure this value is greater than or equal to 1.'],
        memory: ['Enter a whole number.'],
      },
    })
    expect((await admin('POST', `${base}/99/?op=compose`)).status).toBe(404)
    expect(await user('POST', `${base}/${id}/?op=compose`)).toEqual(adminsOnly)
  })

  test('tell their parameters', async () => {
    expect(await admin('GET', `${base}/${id}/?op=parameters`)).toEqual({
      status: 200,
      body: { power_address: 'qemu+ssh://admin@kvm.example/system', power_pass: '' },
    })
  })
})

test('a client that speaks problems is told by code why nothing is composed', async () => {
  const key = await host.newApiKey(await host.addUser('bob', 'admin'))
  const response = await host.server.app.inject({
    method: 'POST',
    url: `/MAAS/api/2.0/pods/${id}/?op=compose`,
    headers: { ...host.sign(key), accept: 'application/problem+json' },
  })
  expect(response.statusCode).toBe(503)
  expect(response.json()).toMatchObject({ code: 'connection_lost' })
})

test('every change of tags is on the audit trail', async () => {
  const entries = await host.server.store.audit.latest(10)
  expect(entries.map(({ action, detail }) => [action, detail['tags']])).toEqual([
    ['pod.update', ['virtual']],
    ['pod.update', ['virtual', 'ssd']],
    ['pod.update', ['virtual']],
    ['pod.update', ['virtual', 'ssd']],
  ])
})
