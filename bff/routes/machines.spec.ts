/** Machines on the wire; what asks a host is tried in `pods.spec.ts`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../contract/endpoint.ts'
import { machineEndpoints } from '../../contract/endpoints/machines.ts'
import { type Caller, createCaller } from '../testing/caller.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const mac = '52:54:00:00:00:01'
const nic = { name: 'eth0', mac_address: mac, type: 'network', source: 'maas', model: null }

let host: TestServer
let admin: Caller
let user: Caller
let podId: number
beforeAll(async () => {
  host = await startTestServer()
  const ada = await host.addUser('ada', 'admin')
  admin = createCaller(host, await host.newApiKey(ada))
  user = createCaller(host, await host.newApiKey(await host.addUser('eve', 'user')))
  const { store } = host.server
  podId = await addPodRow(store)
  await addMachineRow(store, podId, 'aaaaaa', { interfaces: [nic] })
  await addMachineRow(store, podId, 'bbbbbb')
  await addMachineRow(store, podId, 'cccccc', { owner_id: ada })
  await admin('POST', 'zones/', { name: 'west' })
  await admin('POST', 'resourcepools/', { name: 'spare' })
})
afterAll(() => host.close())

const notFound = { status: 404, body: 'Not Found' }
const adminsOnly = { status: 403, body: 'This method is reserved for admin users.' }

describe('the list', () => {
  const list = async (fields: Record<string, string | string[]>) => {
    const { body } = await user('GET', 'machines/', fields)
    return (body as { system_id: string }[]).map(({ system_id }) => system_id)
  }

  test.each<[Record<string, string | string[]>, string[]]>([
    [{}, ['aaaaaa', 'bbbbbb', 'cccccc']],
    [{ hostname: 'vm-bbbbbb' }, ['bbbbbb']],
    [{ hostname: ['vm-bbbbbb', 'vm-cccccc', 'nobody'] }, ['bbbbbb', 'cccccc']],
    [{ mac_address: mac.toUpperCase() }, ['aaaaaa']],
    [{ id: ['aaaaaa', 'cccccc'], hostname: 'vm-cccccc' }, ['cccccc']],
    [{ domain: 'maas' }, ['aaaaaa', 'bbbbbb', 'cccccc']],
    [{ domain: 'elsewhere' }, []],
    [{ zone: 'default', pool: 'default' }, ['aaaaaa', 'bbbbbb', 'cccccc']],
    [{ zone: 'west' }, []],
    [{ agent_name: 'somebody' }, []],
    [{ agent_name: '' }, ['aaaaaa', 'bbbbbb', 'cccccc']],
    [{ limit: '1', offset: '1' }, ['bbbbbb']],
  ])('filtered by %j', async (fields, ids) => {
    expect(await list(fields)).toEqual(ids)
  })

  test('filtered by the pod', async () => {
    expect(await list({ pod: String(podId) })).toHaveLength(3)
    expect(await list({ pod: '999' })).toEqual([])
  })
})

describe('updating', () => {
  const update = (fields: Record<string, string | string[]>) =>
    admin('PUT', 'machines/bbbbbb/', fields)

  test('changes what is named and keeps the rest', async () => {
    const { status, body } = await update({
      hostname: 'Web-1',
      zone: 'west',
      tags: 'a, b',
      description: ' Of the shop ',
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      hostname: 'web-1',
      description: 'Of the shop',
      fqdn: 'web-1.maas',
      zone: { name: 'west' },
      pool: { name: 'default' },
      tag_names: ['a', 'b', 'virtual'],
    })
    expect((await update({ pool: 'spare' })).body).toEqual({
      ...(body as object),
      pool: expect.objectContaining({ name: 'spare' }),
    })
    expect((await update({ unheard_of: 'x' })).status).toBe(200)
    const [last, first] = await host.server.store.audit.latest(2)
    expect([last?.action, last?.subject, first?.username]).toEqual([
      'machine.update',
      'machine bbbbbb',
      'ada',
    ])
  })

  const choice = 'Select a valid choice. That choice is not one of the available choices.'
  test.each([
    [{ hostname: 'vm-aaaaaa' }, { hostname: ['Node with hostname "vm-aaaaaa" already exists'] }],
    [{ hostname: '-a' }, { hostname: [expect.stringContaining('Enter a hostname')] }],
    [{ hostname: 'a.b' }, { hostname: [expect.stringContaining('Enter a hostname')] }],
    [{ hostname: '' }, { hostname: ['This field is required.'] }],
    [
      { zone: 'nowhere', pool: 'nowhere' },
      { zone: [choice], pool: [choice] },
    ],
  ])('%j is refused', async (fields, body) => {
    expect(await update(fields)).toEqual({ status: 400, body })
  })

  test('is for admins, and of machines that are there', async () => {
    expect(await user('PUT', 'machines/bbbbbb/', { hostname: 'x' })).toEqual(adminsOnly)
    expect(await admin('PUT', 'machines/zzzzzz/', { hostname: 'x' })).toEqual(notFound)
  })
})

describe('owner data', () => {
  const set = (caller: Caller, id: string, fields: Record<string, string>) =>
    caller('POST', `machines/${id}/?op=set_owner_data`, fields)

  test('are kept by name, and forgotten when empty', async () => {
    const fields = { colour: 'blue', system_id: 'mine', note: ' a\0b ' }
    expect((await set(user, 'aaaaaa', fields)).body).toMatchObject({ owner_data: fields })
    const { body } = await set(user, 'aaaaaa', { colour: '', shape: 'round' })
    const { colour: _, ...rest } = fields
    expect((body as { owner_data: object }).owner_data).toEqual({ ...rest, shape: 'round' })
  })

  test('are for whoever holds the machine, and admins', async () => {
    expect(await set(user, 'cccccc', { a: 'b' })).toEqual({
      status: 403,
      body: 'vm-cccccc is held by somebody else.',
    })
    expect((await set(admin, 'cccccc', { a: 'b' })).status).toBe(200)
    expect(await set(user, 'zzzzzz', { a: 'b' })).toEqual(notFound)
  })

  test('have a bound', async () => {
    const large = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((k) => [k, 'x'.repeat(10_000)]),
    )
    expect((await set(user, 'aaaaaa', large)).status).toBe(400)
    expect(await set(user, 'aaaaaa', { a: 'x'.repeat(10_001) })).toEqual({
      status: 400,
      body: { a: ['Too long.'] },
    })
  })
})

test('power parameters are for admins', async () => {
  const path = 'machines/aaaaaa/?op=power_parameters'
  expect(await admin('GET', path)).toEqual({
    status: 200,
    body: {
      power_address: 'qemu+ssh://admin@kvm.example/system',
      power_pass: '',
      power_id: 'vm-aaaaaa',
    },
  })
  expect(await user('GET', path)).toEqual(adminsOnly)
  expect(await admin('GET', 'machines/zzzzzz/?op=power_parameters')).toEqual(notFound)
})

test('the power state is unknown while the host cannot be asked', async () => {
  const path = 'machines/aaaaaa/?op=query_power_state'
  expect(await user('GET', path)).toEqual({ status: 200, body: { state: 'unknown' } })
  expect(await user('GET', 'machines/zzzzzz/?op=query_power_state')).toEqual(notFound)
})

describe('what is done to machines', () => {
  const actions = Object.values<Endpoint>(machineEndpoints).filter(
    ({ errors, params }) => params && errors?.includes('wrong_state'),
  )

  test('is much', () => {
    expect(actions.map(({ op }) => op)).toEqual([
      undefined,
      'commission',
      'deploy',
      'release',
      'abort',
      'power_on',
      'power_off',
      'lock',
      'unlock',
      'mark_broken',
      'mark_fixed',
      'test',
    ])
  })

  test.each(actions)('$method $op is for those who may, of what is there', async (endpoint) => {
    const { method, op, access } = endpoint
    const path = (id: string) => `machines/${id}/${op === undefined ? '' : `?op=${op}`}`
    expect(await admin(method, path('zzzzzz'))).toEqual(notFound)
    expect(await user(method, path('cccccc'))).toEqual(
      access === 'admin'
        ? adminsOnly
        : { status: 403, body: 'vm-cccccc is held by somebody else.' },
    )
  })

  test.each(['commission', 'power_on', 'power_off', 'deploy', 'test'])(
    '%s answers 503 while the host is away',
    async (op) => {
      const { store } = host.server
      const [machine] = await store.machines.list({ systemIds: ['cccccc'] })
      if (!machine) throw new Error('It is gone.')
      const domain_state = op === 'power_on' ? 'shutoff' : 'running'
      await store.transaction((tx) => tx.machines.update(machine, { domain_state }))
      expect(await admin('POST', `machines/cccccc/?op=${op}`)).toEqual({
        status: 503,
        body: 'Failed talking to pod: The pod calm-otter cannot be reached yet.',
      })
      const { body } = await admin('GET', 'machines/cccccc/')
      expect(body).toMatchObject({ status_name: 'Ready', locked: false, owner: 'ada' })
    },
  )

  test.each([
    ['power_off', { stop_mode: 'medium' }, 'stop_mode'],
    ['release', { erase: 'maybe' }, 'erase'],
  ])('%s %j is refused', async (op, fields, field) => {
    expect(await admin('POST', `machines/cccccc/?op=${op}`, fields)).toEqual({
      status: 400,
      body: { [field]: [expect.any(String)] },
    })
  })

  test('a state that forbids it answers 409 in MAAS’s words', async () => {
    expect(await admin('POST', 'machines/aaaaaa/?op=mark_fixed')).toEqual({
      status: 409,
      body: "Can't mark a non-broken node as 'Ready'.",
    })
    expect(await admin('POST', 'machines/aaaaaa/?op=abort')).toEqual({
      status: 409,
      body: 'Cannot abort in current state: node aaaaaa is in state Ready.',
    })
  })

  test('a lock answers 403', async () => {
    expect((await admin('POST', 'machines/aaaaaa/?op=lock')).body).toMatchObject({ locked: true })
    expect(await admin('DELETE', 'machines/aaaaaa/')).toEqual({
      status: 403,
      body: 'vm-aaaaaa is locked. Unlock it first.',
    })
    expect((await admin('POST', 'machines/aaaaaa/?op=unlock')).body).toMatchObject({
      locked: false,
    })
  })

  test('a KVM host is made by admins alone', async () => {
    const fields = { install_kvm: 'True', distro_series: 'noble' }
    expect(await user('POST', 'machines/aaaaaa/?op=deploy', fields)).toEqual({
      status: 403,
      body: 'Only admins make a machine a KVM host.',
    })
    const wrong = { install_kvm: 'maybe' }
    expect((await admin('POST', 'machines/aaaaaa/?op=deploy', wrong)).status).toBe(400)
  })

  test('what was found is forgotten, whether its host is there or not', async () => {
    expect((await admin('DELETE', 'machines/bbbbbb/')).status).toBe(204)
    expect(await admin('GET', 'machines/bbbbbb/')).toEqual(notFound)
  })
})
