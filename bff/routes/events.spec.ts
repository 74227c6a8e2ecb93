import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Events } from '../../contract/event.ts'
import { type Caller, createCaller } from '../testing/caller.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const mac = '52:54:00:00:00:01'
const nic = { name: 'eth0', mac_address: mac, type: 'network', source: 'maas', model: null }

let host: TestServer
let admin: Caller
let user: Caller
/** Of the trail, oldest first. */
let ids: number[]
beforeAll(async () => {
  host = await startTestServer()
  admin = createCaller(host, await host.newApiKey(await host.addUser('ada', 'admin')))
  user = createCaller(host, await host.newApiKey(await host.addUser('eve', 'user')))
  const { store } = host.server
  const podId = await addPodRow(store)
  await addMachineRow(store, podId, 'aaaaaa', { interfaces: [nic] })
  await addMachineRow(store, podId, 'bbbbbb')
  await admin('POST', 'zones/', { name: 'west' })
  await admin('PUT', 'machines/aaaaaa/', { hostname: 'web', zone: 'west' })
  await user('POST', 'machines/bbbbbb/?op=set_owner_data', { colour: 'blue' })
  await admin('POST', `pods/${podId}/?op=add_tag`, { tag: 'ssd' })
  await admin('PUT', 'machines/aaaaaa/', { hostname: 'www' })
  ids = (await store.audit.latest(100)).map(({ id }) => id).sort((a, b) => a - b)
})
afterAll(() => host.close())

const query = async (fields: Record<string, string | string[]> = {}, caller = user) => {
  const { status, body } = await caller('GET', 'events/?op=query', fields)
  expect([status, body]).toEqual([200, expect.anything()])
  return Events.parse(body)
}
const told = async (fields: Record<string, string | string[]> = {}, caller = user) =>
  (await query(fields, caller)).events.map(({ type, hostname }) => `${type} ${hostname}`.trim())

const everything = [
  'Machine updated web',
  'Pod updated',
  'Machine owner data set vm-bbbbbb',
  'Machine updated vm-aaaaaa',
]

test('what was done to pods and machines, newest first, in the words of MAAS', async () => {
  const { count, events, next_uri, prev_uri } = await query()
  expect(count).toBe(4)
  expect(await told()).toEqual(everything)
  expect(events.slice(1, 3)).toEqual([
    {
      username: 'ada',
      node: null,
      hostname: '',
      id: ids[3],
      level: 'INFO',
      created: expect.stringMatching(/^\w{3}, \d{2} \w{3}\. \d{4} \d{2}:\d{2}:\d{2}$/),
      type: 'Pod updated',
      description: 'Pod updated: calm-otter',
    },
    {
      username: 'eve',
      node: 'bbbbbb',
      hostname: 'vm-bbbbbb',
      id: ids[2],
      level: 'INFO',
      created: expect.any(String),
      type: 'Machine owner data set',
      description: 'Machine owner data set: vm-bbbbbb',
    },
  ])
  expect(next_uri).toBe(`/MAAS/api/2.0/events/?op=query&limit=100&after=${ids[4]}`)
  expect(prev_uri).toBe(`/MAAS/api/2.0/events/?op=query&limit=100&before=${ids[1]}`)
})

test('the time of an event', async () => {
  await host.server.store.audit.add({
    username: 'ada',
    action: 'key.hand_over',
    subject: 'key 1',
    source_ip: '',
  })
  const [event] = (await query({ level: 'AUDIT' }, admin)).events
  expect(event).toMatchObject({
    created: 'Sun, 01 Mar. 2026 12:00:00',
    type: 'Key hand over',
    level: 'AUDIT',
  })
})

describe('filters', () => {
  const ofA = ['Machine updated web', 'Machine updated vm-aaaaaa']
  test.each<[Record<string, string | string[]>, string[]]>([
    [{ id: 'aaaaaa' }, ofA],
    [{ id: ['aaaaaa', 'bbbbbb'], owner: 'eve' }, ['Machine owner data set vm-bbbbbb']],
    [{ hostname: 'www' }, ofA],
    [{ hostname: 'web' }, []],
    [{ mac_address: mac.toUpperCase() }, ofA],
    [{ zone: 'west' }, ofA],
    [{ zone: ['west', 'default'] }, everything.filter((each) => !each.startsWith('Pod'))],
    [{ domain: 'maas', agent_name: '', id: 'aaaaaa' }, ofA],
    [{ domain: 'elsewhere' }, []],
    [{ agent_name: 'somebody' }, []],
    [{ owner: ['ada', 'eve'] }, everything],
    [{ owner: 'nobody' }, []],
    [{ level: 'debug' }, everything],
    [{ level: 'WARNING' }, []],
  ])('%j', async (fields, expected) => {
    expect(await told(fields)).toEqual(expected)
  })
})

describe('pages', () => {
  const follow = async (uri: string) => {
    const { body } = await user('GET', uri.replace('/MAAS/api/2.0/', ''))
    return Events.parse(body)
  }

  test('lead to the older and back to the newer', async () => {
    const first = await query({ limit: '2', owner: ['ada', 'eve'] })
    expect(first.events.map(({ id }) => id)).toEqual([ids[4], ids[3]])
    const second = await follow(first.prev_uri)
    expect(second.events.map(({ id }) => id)).toEqual([ids[2], ids[1]])
    const end = await follow(second.prev_uri)
    expect([end.count, end.events]).toEqual([0, []])
    expect((await follow(end.next_uri)).events).toEqual(second.events)
    // The next ones behind it, not the newest of all.
    const next = await query({ limit: '1', after: String(ids[1]) })
    expect(next.events.map(({ id }) => id)).toEqual([ids[2]])
    expect((await follow(first.next_uri)).count).toBe(0)
  })

  test('of nothing lead to what will be', async () => {
    const { next_uri } = await query({ owner: 'nobody' })
    expect(next_uri).toBe('/MAAS/api/2.0/events/?op=query&limit=100&owner=nobody&after=0')
  })
})

test.each([
  [{ limit: '1001' }, 'Requested number of events 1001 is greater than limit: 1000'],
  [{ level: 'LOUD' }, 'Unrecognised log level: LOUD'],
  [{ before: '5', after: '3' }, 'Give before or after, not both.'],
  [{ limit: '0' }, { limit: ['Ensure this value is greater than or equal to 1.'] }],
])('%j is refused', async (fields, body) => {
  const answer = await user('GET', 'events/?op=query', fields)
  expect(answer).toEqual({ status: 400, body })
})

test('a thousand is not too many', async () => {
  expect((await query({ limit: '1000' })).count).toBe(4)
})

test('the whole trail is for admins', async () => {
  expect(await user('GET', 'events/?op=query', { level: 'AUDIT' })).toEqual({
    status: 403,
    body: 'The audit trail is reserved for admin users.',
  })
  expect(await told({ level: 'audit' }, admin)).toEqual(
    expect.arrayContaining([...everything, 'Zone created']),
  )
})
