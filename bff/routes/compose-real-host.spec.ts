/** Composing through the whole server, on real and simulated hosts, on each of the databases. See scripts/lab/README.md. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Capacity } from '../../contract/compose.ts'
import type { Events } from '../../contract/event.ts'
import type { Machine } from '../../contract/machine.ts'
import type { Pod } from '../../contract/pod.ts'
import type { Problem } from '../../contract/problem.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { type Lab, openLab } from '../../scripts/lab/lab.ts'
import { api, type Browser, startTestServer, type TestServer } from '../testing/server.ts'
import { soon } from '../testing/soon.ts'
import { peers, type Place } from '../testing/stores.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'

type Composed = { system_id: string; resource_uri: string }

describe.skipIf(!found).each(peers.filter(({ available }) => available))(
  `composing on real hosts, kept in $name${note}`,
  { timeout: 120_000 },
  (peer) => {
    const lab = found as Lab
    let host: StartedHost
    let place: Place
    let site: TestServer
    let admin: Browser
    beforeAll(async () => {
      host = await lab.startOwnHost(`compose-${peer.name}`)
      place = await peer.make()
      const { location } = place
      site = await startTestServer({
        PODYARD_LIBVIRT_SOCKET: host.socket,
        PODYARD_ALLOW_TEST_DRIVER: '1',
        ...('databaseUrl' in location && { DATABASE_URL: location.databaseUrl }),
      })
      await site.server.start()
      await site.addUser('admin', 'admin')
      admin = await site.logIn('admin')
    }, 60_000)
    afterAll(async () => {
      await site?.close()
      await host?.stop()
      await place?.remove()
    })

    const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object) =>
      site.server.app.inject({
        method,
        url: `${api}/${path}`,
        headers: { ...admin, accept: 'application/json, application/problem+json' },
        ...(payload && { payload }),
      })
    const add = async (power_address: string, more = {}) =>
      (await ask('POST', 'pods/', { type: 'virsh', power_address, ...more })).json<Pod>()
    const read = async (id: number) => (await ask('GET', `pods/${id}/`)).json<Pod>()
    const machinesOf = async (id: number) =>
      (await ask('GET', `machines/?pod=${id}`)).json<Machine[]>()
    const lines = async (...order: string[]) =>
      (await host.virsh(...order))
        .split('\n')
        .map((line) => line.trim().split(/\s+/)[0])
        .filter((word) => word !== undefined && word !== '')
    const nothingLeft = async () => {
      expect(await lines('list', '--all', '--name')).toEqual([])
      expect(await lines('vol-list', 'default')).toEqual([])
    }

    test('fifty at once on a real host that fits ten end with exactly ten', async () => {
      // No machine is started, so that memory is a number only.
      const pod = await add('qemu:///system')
      const cpu_over_commit_ratio = 10 / pod.total.cores
      await ask('PUT', `pods/${pod.id}/`, { cpu_over_commit_ratio, memory_over_commit_ratio: 10 })
      const room = await ask(
        'GET',
        `podyard/capacity/?pod=${pod.id}&memory=1024&count=50&storage=0.1`,
      )
      expect(room.json<Capacity>()).toMatchObject({
        placed: 10,
        pods: [{ room: 10, bound: 'cores' }],
      })

      const fields = { memory: 1024, storage: 'root:0.1' }
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => ask('POST', `pods/${pod.id}/?op=compose`, fields)),
      )
      const count = (status: number) =>
        answers.filter(({ statusCode }) => statusCode === status).length
      expect([count(200), count(503)]).toEqual([10, 40])
      const refused = answers.find(({ statusCode }) => statusCode === 503)?.json<Problem>()
      expect(refused?.code).toBe('no_room')
      expect(await lines('list', '--all', '--name')).toHaveLength(10)
      expect(await lines('vol-list', 'default')).toHaveLength(10)
      expect(await machinesOf(pod.id)).toHaveLength(10)
      expect(await read(pod.id)).toMatchObject({ used: { cores: 10, memory: 10_240 } })

      expect((await ask('DELETE', `pods/${pod.id}/?decompose=true`)).statusCode).toBe(204)
      await nothingLeft()
    })

    test('the same on a simulated one', async () => {
      const pod = await add('test:///default')
      const before = await machinesOf(pod.id)
      const used = pod.used.cores
      await ask('PUT', `pods/${pod.id}/`, {
        cpu_over_commit_ratio: (used + 10) / pod.total.cores,
        memory_over_commit_ratio: 10,
      })
      const fields = { memory: 1024, storage: 'root:0.1' }
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => ask('POST', `pods/${pod.id}/?op=compose`, fields)),
      )
      expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(10)
      expect(await machinesOf(pod.id)).toHaveLength(before.length + 10)
      expect((await ask('DELETE', `pods/${pod.id}/?decompose=true`)).statusCode).toBe(204)
    })

    test('as virsh sees it, in the store at once, on the record, and refused where it stands in the way', async () => {
      const pod = await add('qemu:///system', {
        cpu_over_commit_ratio: 10,
        memory_over_commit_ratio: 10,
      })
      const answer = await ask('POST', `pods/${pod.id}/?op=compose`, {
        hostname: 'Web-07',
        cores: 2,
        memory: 1024,
        storage: 'root:4,data:2(default)',
        interfaces: 'eth0:network=maas,mac=52:54:00:aa:bb:cc',
      })
      const { system_id, resource_uri } = answer.json<Composed>()
      expect(resource_uri).toBe(`${api}/machines/${system_id}/`)
      const machine = (await ask('GET', `machines/${system_id}/`)).json<Machine>()
      expect(machine).toMatchObject({
        hostname: 'web-07',
        status_name: 'Ready',
        power_state: 'off',
        cpu_count: 2,
        memory: 1024,
        storage: 6_000,
        interface_set: [{ mac_address: '52:54:00:aa:bb:cc', source: 'maas' }],
        podyard: { creation: 'manual', domain_name: 'web-07' },
      })
      const info = await host.virsh('dominfo', 'web-07')
      expect(info).toContain(machine.podyard.domain_uuid)
      expect(info).toMatch(/CPU\(s\):\s+2\n/)
      expect(info).toMatch(/Max memory:\s+1048576 KiB/)
      const blocks = await host.virsh('domblklist', 'web-07')
      expect(machine.blockdevice_set.map(({ name, source }) => `${name} ${source}`)).toEqual(
        blocks
          .trim()
          .split('\n')
          .map((line) => line.trim().replace(/\s+/, ' ')),
      )
      const pools = async () => (await read(pod.id)).podyard.storage_pools
      expect((await pools()).find(({ name }) => name === 'default')?.promised).toBeGreaterThan(
        5.9e9,
      )
      await ask('POST', `pods/${pod.id}/?op=refresh`)
      expect((await pools()).find(({ name }) => name === 'default')?.promised).toBeGreaterThan(
        5.9e9,
      )

      const again = await ask('POST', `pods/${pod.id}/?op=compose`, { hostname: 'web-07' })
      expect(again.json<Problem>().field_errors).toEqual({
        hostname: ['Node with hostname "web-07" already exists'],
      })
      const events = (await ask('GET', 'events/?op=query&limit=2')).json<Events>().events
      expect(events.map(({ type, username }) => [type, username])).toContainEqual([
        'Machine composed',
        'admin',
      ])

      // Someone else's machine of that name, which the store calls otherwise, and a fault on the host in between.
      await ask('PUT', `machines/${system_id}/`, { hostname: 'renamed' })
      const clash = await ask('POST', `pods/${pod.id}/?op=compose`, { hostname: 'web-07' })
      expect([clash.statusCode, clash.json<Problem>()]).toEqual([
        503,
        expect.objectContaining({ code: 'libvirt_refused', step: 'define' }),
      ])
      expect(await machinesOf(pod.id)).toHaveLength(1)
      expect(await lines('vol-list', 'default')).toHaveLength(2)

      await host.virsh('start', 'web-07')
      const state = async () => (await machinesOf(pod.id))[0]?.power_state
      await expect.poll(state, soon).toBe('on')
      expect((await ask('DELETE', `pods/${pod.id}/?decompose=true`)).statusCode).toBe(204)
      await nothingLeft()
    })

    test('a host that goes away in the middle is cleaned up when it is back', async () => {
      const pod = await add('qemu:///system', { memory_over_commit_ratio: 10 })
      await host.hangLibvirtd()
      const answer = ask('POST', `pods/${pod.id}/?op=compose`, { hostname: 'half', memory: 1024 })
      await expect.poll(async () => (await machinesOf(pod.id)).length, soon).toBe(1)
      // Dead before it could answer; what it was told may have been done.
      await host.stopLibvirtd().catch(() => {})
      expect((await answer).statusCode).toBe(503)
      const [left] = await machinesOf(pod.id)
      if (left) expect(left).toMatchObject({ status_name: 'Failed commissioning' })
      await host.startLibvirtd()
      await expect
        .poll(async () => (await machinesOf(pod.id)).length, { timeout: 60_000, interval: 200 })
        .toBe(0)
      await nothingLeft()
      await ask('DELETE', `pods/${pod.id}/`)
    })
  },
)
