/** The whole server against real hosts. See scripts/lab/README.md. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Events } from '../../contract/event.ts'
import type { Machine } from '../../contract/machine.ts'
import type { Pod } from '../../contract/pod.ts'
import type { Problem } from '../../contract/problem.ts'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { createServer, type Server } from '../compose.ts'
import { createLog } from '../log.ts'
import { api, startTestServer, type Browser, type TestServer } from '../testing/server.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'
const uuid = (n: number) => `6f0d1a28-5e3b-4c8a-9d27-00000000000${n}`

describe.skipIf(!found)(`pods on real hosts${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let one: StartedHost
  let site: TestServer
  let server: Server
  let admin: Browser

  beforeAll(async () => {
    one = await lab.startOwnHost(`pods-${process.pid}`, {
      contents: {
        pools: [
          { name: 'default', active: true },
          { name: 'archive', active: false },
        ],
        defaultNetwork: false,
        machines: [1, 2].map((n) => ({
          name: `vm-${n}`,
          uuid: uuid(n),
          cores: n,
          memoryMiB: 64,
          disks: [{ pool: 'default' as const, gib: 1, format: 'qcow2' as const }],
          networks: ['maas'],
          running: n === 1,
        })),
      },
      doors: ['password'],
    })
    site = await startTestServer({ PODYARD_LIBVIRT_SOCKET: one.socket })
    server = site.server
    await site.addUser('admin', 'admin')
    admin = await site.logIn('admin')
  })
  afterAll(async () => {
    await server?.close()
    if (site) rmSync(site.config.dataDir, { recursive: true })
    await one?.stop()
  })

  const ask = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload = {}) =>
    server.app.inject({
      method,
      url: `${api}${path}`,
      headers: { ...admin, accept: 'application/json, application/problem+json' },
      ...(method === 'GET' || method === 'DELETE' ? {} : { payload }),
    })
  const read = async (id: number) => (await ask('GET', `/pods/${id}/`)).json<Pod>()
  const machines = async () => (await ask('GET', '/machines/')).json<Machine[]>()
  const overSsh = () => {
    const door = one.doors['password']
    return `qemu+ssh://${door?.user}@${door?.host}:${door?.port}/system`
  }
  const password = 'kvmadmin-password'
  const stateOf = async (id: string) => {
    return (await machines()).find(({ podyard }) => podyard.domain_uuid === id)?.podyard
      .domain_state
  }

  test('what cannot be used is named, within ten seconds, and nothing is stored', async () => {
    const cases = [
      [{ power_address: overSsh() }, 'key_refused'],
      [{ power_address: overSsh(), power_pass: 'wrong' }, 'password_refused'],
      [{ power_address: overSsh(), power_pass: password, trust: 'ask' }, 'host_key_unknown'],
      [{ power_address: `qemu+ssh://a@127.0.0.1:${lab.closedPort}/system` }, 'tcp_refused'],
      [{ power_address: 'qemu+ssh://a@no-such-host.invalid/system' }, 'dns_failed'],
      [{ power_address: 'http://example.net/' }, 'invalid_input'],
      [{ power_address: 'qemu:///system?socket=/x' }, 'invalid_input'],
      [
        { power_address: overSsh(), power_pass: password, default_storage_pool: 'none' },
        'storage_pool_not_found',
      ],
    ] as const
    for (const [fields, code] of cases) {
      const start = performance.now()
      const response = await ask('POST', '/pods/', { type: 'virsh', ...fields })
      expect(response.json<Problem>().code).toBe(code)
      expect(performance.now() - start).toBeLessThan(10_000)
    }
    expect((await ask('GET', '/pods/')).json()).toEqual([])
  })

  test('a machine tells its power, and keeps over a resync what it was given here', async () => {
    const fields = { type: 'virsh', power_address: overSsh(), power_pass: password }
    const pod = (await ask('POST', '/vm-hosts/', fields)).json<Pod>()
    expect(pod.resource_uri).toBe(`${api}/vm-hosts/${pod.id}/`)
    const machine = (await machines()).find(({ podyard }) => podyard.domain_uuid === uuid(2))
    const path = `/machines/${machine?.system_id}/`
    const power = async () => (await ask('GET', `${path}?op=query_power_state`)).json<object>()
    for (const [order, state] of [
      ['start', 'on'],
      ['suspend', 'on'],
      ['destroy', 'off'],
    ] as const) {
      await one.virsh(order, 'vm-2')
      // Asked of the host: no event need have come by then.
      expect(await power()).toEqual({ state })
    }
    expect((await ask('GET', `${path}?op=power_parameters`)).json()).toEqual({
      power_address: overSsh(),
      power_pass: password,
      power_id: 'vm-2',
    })

    await ask('PUT', path, { hostname: 'renamed', tags: ['web'] })
    await ask('POST', `${path}?op=set_owner_data`, { colour: 'blue' })
    await ask('POST', `/pods/${pod.id}/?op=refresh`)
    expect((await ask('GET', path)).json()).toMatchObject({
      hostname: 'renamed',
      tag_names: ['web', 'virtual'],
      owner_data: { colour: 'blue' },
      podyard: { domain_name: 'vm-2', domain_state: 'shutoff' },
    })
    const told = (await ask('GET', '/events/?op=query&limit=3')).json<Events>()
    expect(told.events.map(({ type }) => type)).toEqual([
      'Pod refreshed',
      'Machine owner data set',
      'Machine updated',
    ])
    expect((await ask('DELETE', `/vm-hosts/${pod.id}/`)).statusCode).toBe(204)
  })

  test('added over SSH, live within a second of every change, and left as it was', async () => {
    const pids = await one.qemuPids()
    const added = await ask('POST', '/pods/', {
      type: 'virsh',
      power_address: overSsh(),
      power_pass: password,
      default_storage_pool: 'default',
    })
    expect(added.statusCode).toBe(200)
    const pod = added.json<Pod>()
    expect(pod).toMatchObject({
      used: { cores: 3, memory: 128 },
      podyard: { machine_count: 2, connection: { state: 'connected' } },
    })
    expect(await one.qemuPids()).toEqual(expect.arrayContaining(pids))

    for (const [order, state] of [
      ['start', 'running'],
      ['suspend', 'paused'],
      ['resume', 'running'],
      ['destroy', 'shutoff'],
    ] as const) {
      await one.virsh(order, 'vm-2')
      const done = performance.now()
      await vi.waitFor(async () => expect(await stateOf(uuid(2))).toBe(state), {
        timeout: 10_000,
        interval: 10,
      })
      expect(performance.now() - done).toBeLessThan(1_000)
    }
    await one.virsh('undefine', 'vm-2')
    await vi.waitFor(async () => expect(await stateOf(uuid(2))).toBeUndefined())

    const refreshed = await ask('POST', `/pods/${pod.id}/?op=refresh`)
    expect(refreshed.json<Pod>().podyard.machine_count).toBe(1)
    const ratios = { cpu_over_commit_ratio: 0.5 }
    await ask('PUT', `/pods/${pod.id}/`, ratios)
    expect((await read(pod.id)).cpu_over_commit_ratio).toBe(0.5)
    expect((await ask('DELETE', `/pods/${pod.id}/`)).statusCode).toBe(204)
    expect(await machines()).toEqual([])
    expect(await one.qemuPids()).toEqual(expect.arrayContaining(pids))
  })

  test('a daemon that dies is noticed at once; back with it, and over a restart of ours', async () => {
    const fields = { type: 'virsh', power_address: 'qemu:///system' }
    const pod = (await ask('POST', '/pods/', fields)).json<Pod>()
    const connection = async () => (await read(pod.id)).podyard.connection
    await one.stopLibvirtd()
    await vi.waitFor(
      async () =>
        expect(await connection()).toMatchObject({
          state: 'unreachable',
          problem: {
            code: expect.stringMatching(/^(connection_lost|daemon_not_running)$/) as unknown,
          },
        }),
      { timeout: 2_000, interval: 10 },
    )
    // The figures stay, with their age.
    const away = await read(pod.id)
    expect(away.total).toEqual(pod.total)
    expect(away.podyard.connection.last_seen).not.toBeNull()
    await one.startLibvirtd()
    await vi.waitFor(async () => expect(await connection()).toMatchObject({ state: 'connected' }), {
      timeout: 20_000,
    })

    await server.close()
    server = await createServer(site.config, { log: createLog('silent'), clock: site.clock })
    await server.start()
    await vi.waitFor(async () => expect(await connection()).toMatchObject({ state: 'connected' }), {
      timeout: 20_000,
    })
    expect(await stateOf(uuid(1))).toBe('running')
  })
})
