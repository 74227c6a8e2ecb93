import { afterEach, beforeEach, expect, test } from 'vitest'
import { Bundle, type ImportRow } from '../../contract/bundle.ts'
import { type Caller, createCaller } from '../testing/caller.ts'
import { oldMaasKey, oldMaasVersions, startOldMaas } from '../testing/old-maas.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { openSecrets } from '../secrets.ts'
import { podPasswordPurpose } from '../store/pods.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let from: TestServer
let to: TestServer
let fromKey: string
let url: string
let source: Caller
let target: Caller

const adminOf = async (host: TestServer) => host.newApiKey(await host.addUser('ada', 'admin'))

beforeEach(async () => {
  from = await startTestServer()
  to = await startTestServer()
  // Who imports signs by the real time.
  from.clock.advance(Date.now() - from.clock.now().getTime())
  fromKey = await adminOf(from)
  source = createCaller(from, fromKey)
  target = createCaller(to, await adminOf(to))
  url = `${await from.listen()}/MAAS/`
})
afterEach(async () => {
  await from.close()
  await to.close()
})

const address = 'qemu+ssh://root@127.0.0.1:1/system'
const macs = (mac_address: string) => ({
  interfaces: [{ name: 'a', mac_address, type: 'network', source: 'maas', model: null }],
})

/** The same pod there and here, whose machine has its names there only. */
async function fill() {
  await source('POST', 'zones/', { name: 'north', description: 'Cold' })
  await source('POST', 'resourcepools/', { name: 'farm' })
  await source('POST', 'tags/', { name: 'big', comment: 'Much' })
  const secrets = openSecrets(from.config.keyFile)
  const pod = await addPodRow(from.server.store, {
    power_address: address,
    power_pass: secrets.encrypt('sesame', podPasswordPurpose),
    cpu_over_commit_ratio: 2.5,
  })
  const owner = await from.server.store.users.byUsername('ada')
  await addMachineRow(from.server.store, pod, 'aaaaaa', {
    hostname: 'web-1',
    owner_id: owner?.id ?? null,
    tags: ['virtual', 'web'],
    ...macs('52:54:00:00:00:01'),
  })
  const here = await addPodRow(to.server.store, { name: 'mine', power_address: address })
  await addMachineRow(to.server.store, here, 'bbbbbb', macs('52:54:00:00:00:01'))
}

const rows = async (op: 'plan' | 'apply', fields: Record<string, string>) => {
  const { status, body } = await target('POST', `podyard/import/?op=${op}`, fields)
  expect([status, body]).toEqual([200, expect.any(Array)])
  return (body as ImportRow[]).map(({ kind, name, action }) => [kind, name, action].join(' '))
}

test('a plan changes nothing; an import does what it says, and once', async () => {
  await fill()
  const before = await target('GET', 'podyard/export/')
  const planned = await rows('plan', { url, key: fromKey })
  expect(planned).toEqual([
    'zone default exists',
    'zone north create',
    'resource_pool default exists',
    'resource_pool farm create',
    'tag big create',
    'tag virtual exists',
    'tag web create',
    'pod calm-otter exists',
    'machine web-1 update',
  ])
  expect(await target('GET', 'podyard/export/')).toEqual(before)

  const done = await rows('apply', { url, key: fromKey })
  expect(done).toEqual(planned.map((line) => line.replace(/(create|update)$/, '$1d')))
  const { body } = await target('GET', 'machines/bbbbbb/')
  expect(body).toMatchObject({ hostname: 'web-1', owner: 'ada', tag_names: ['virtual', 'web'] })

  const again = await rows('apply', { url, key: fromKey })
  expect(again.every((line) => line.endsWith(' exists'))).toBe(true)
})

test('an export is a bundle that another server imports', async () => {
  await fill()
  const { body } = await source('GET', 'podyard/export/')
  const bundle = Bundle.parse(body)
  expect(bundle.pods[0]).toMatchObject({
    power_address: address,
    power_pass: 'sesame',
    cpu_over_commit_ratio: 2.5,
  })
  const live = await rows('plan', { url, key: fromKey })
  expect(await rows('plan', { bundle: JSON.stringify(body) })).toEqual(live)
})

test('a host that cannot be reached is reported with its cause, and the rest goes on', async () => {
  const old = await startOldMaas({
    ...oldMaasVersions['3.7'],
    'pods/1/?op=parameters': { power_address: address, power_pass: '' },
  })
  const { body } = await target('POST', 'podyard/import/?op=apply', {
    url: old.url,
    key: oldMaasKey,
  })
  await old.close()
  const found = (name: string) => (body as ImportRow[]).find((row) => row.name === name)
  expect(found('plover')).toMatchObject({
    action: 'failed',
    why: expect.stringContaining('nothing listens on port 1'),
    fix: { text: expect.any(String) },
  })
  expect(found('lxd')).toMatchObject({ action: 'cannot' })
  expect(found('web-1')).toMatchObject({ action: 'cannot', why: 'Its pod could not be added.' })
  expect(found('basement')).toMatchObject({ action: 'created' })
  expect((await target('GET', 'pods/')).body).toEqual([])
})

test.each([
  [{}, 'url'],
  [{ url: 'http://maas.example/' }, 'key'],
  [{ url: 'http://maas.example/', key: 'short' }, 'key'],
  [{ bundle: 'nonsense' }, 'bundle'],
  [{ bundle: '{"podyard_bundle": 1, "zones": [{"name": 7}]}' }, 'bundle'],
])('%j is refused at the field', async (fields, field) => {
  const { status, body } = await target('POST', 'podyard/import/?op=plan', fields)
  expect([status, Object.keys(body as object)]).toEqual([400, [field]])
})

test('the trail tells who imported and exported, without a secret', async () => {
  await fill()
  await rows('apply', { url, key: fromKey })
  await target('GET', 'podyard/export/')
  const trail = await to.server.store.audit.latest(50)
  expect(trail.map(({ action }) => action)).toEqual(expect.arrayContaining(['import', 'export']))
  const secret = fromKey.split(':')[2] ?? ''
  expect(secret).not.toBe('')
  expect(JSON.stringify(trail)).not.toMatch(new RegExp(`sesame|${secret}`))
})
