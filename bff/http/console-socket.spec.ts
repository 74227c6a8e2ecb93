/** Consoles through the whole server, with a real machine behind them. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { consoleProtocol, type Consoles, type SerialLog } from '../../contract/console.ts'
import type { Machine } from '../../contract/machine.ts'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { consoleDomain, relayPort } from '../../scripts/lab/console-machine.ts'
import {
  askConsole,
  type Headers,
  knock,
  newTicket as ticketOf,
  openConsole as openWith,
  type OpenedConsole,
} from '../testing/console-client.ts'
import { api, startTestServer, type TestServer } from '../testing/server.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'
const uuid = (n: number) => `6f0d1a29-5e3b-4c8a-9d27-00000000000${n}`

describe.skipIf(!found)(`the socket of consoles${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let host: StartedHost
  let site: TestServer
  let origin: string
  let id: string
  let otherId: string
  let admin: Headers
  let owner: Headers
  let stranger: Headers
  let ownerId: number
  let isStopped = false

  const virshXml = async (order: string, xml: string) => {
    await host.inside('sh', '-c', `cat > /tmp/console.xml <<'END'\n${xml}\nEND`)
    await host.inside('virsh', '-q', order, '/tmp/console.xml')
  }
  const machines = async () =>
    (await site.server.app.inject({ url: `${api}/machines/`, headers: { ...admin } })).json<
      Machine[]
    >()
  const newTicket = (headers: Headers, payload?: object) => ticketOf(site, headers, id, payload)
  const openConsole = async (headers: Headers, payload?: object) =>
    openWith(origin, await newTicket(headers, payload), headers)
  const close = async ({ ws, ended }: OpenedConsole) => {
    ws.close()
    await ended
  }
  const own = (userId: number | null) =>
    site.server.store.transaction(async (tx) => {
      const [machine] = await tx.machines.list({ systemIds: [id] })
      if (machine) await tx.machines.update(machine, { owner_id: userId })
    })
  const serialClients = async () =>
    (await host.inside('sh', '-c', 'ls -l /proc/$(cat /run/libvirtd.pid)/fd')).split('pts/')
      .length - 1

  beforeAll(async () => {
    host = await lab.startOwnHost(`sockets-${process.pid}`, { doors: [] })
    for (const [n, name] of ['talker', 'other'].entries()) {
      const log = `/var/log/libvirt/qemu/${name}-serial.log`
      await virshXml('define', consoleDomain({ uuid: uuid(n), name, log }))
      await host.virsh('start', name)
    }
    site = await startTestServer({ PODYARD_LIBVIRT_SOCKET: host.socket })
    await site.addUser('admin', 'admin')
    ownerId = await site.addUser('owner', 'user')
    await site.addUser('stranger', 'user')
    admin = await site.logIn('admin')
    owner = await site.logIn('owner')
    stranger = await site.logIn('stranger')
    const added = await site.server.app.inject({
      method: 'POST',
      url: `${api}/pods/`,
      headers: { ...admin },
      payload: { type: 'virsh', power_address: 'qemu:///system' },
    })
    if (added.statusCode !== 200) throw new Error(added.body)
    const byUuid = Map.groupBy(await machines(), ({ podyard }) => podyard.domain_uuid)
    id = byUuid.get(uuid(0))?.[0]?.system_id ?? ''
    otherId = byUuid.get(uuid(1))?.[0]?.system_id ?? ''
    await own(ownerId)
    origin = await site.listen()
  })
  afterAll(async () => {
    if (!isStopped) await site?.server.close()
    if (site) rmSync(site.config.dataDir, { recursive: true })
    await host?.stop()
  })

  test('an admin and the owner read what the machine prints, and it is on the record', async () => {
    for (const who of [admin, owner]) {
      const console = await openConsole(who)
      await host.virsh('reset', 'talker')
      await vi.waitFor(() => expect(console.text()).toContain('SeaBIOS'), 10_000)
      expect(console.ws.protocol).toBe(consoleProtocol)
      await close(console)
    }
    const [entry] = await site.server.store.audit.latest(1)
    expect(entry).toMatchObject({
      username: 'owner',
      action: 'machine.open_console',
      subject: `machine ${id}`,
      source_ip: '127.0.0.1',
      detail: { hostname: 'talker', kind: 'serial', take_over: false },
    })
  })

  test('says which consoles there are, and takes the first that there is', async () => {
    const answer = (await askConsole(site, admin, id)).json<Consoles>()
    expect(answer.ticket).toMatchObject({ kind: 'serial', password: null })
    const [screen, serial] = answer.kinds
    expect(screen).toMatchObject({ available: false, reason: 'The machine has no screen.' })
    expect(screen?.fix?.command).toBe('sudo virsh edit talker')
    expect(serial).toEqual({ kind: 'serial', available: true, reason: null, fix: null })
    const none = (await askConsole(site, admin, id, { kind: 'vnc' })).json<Consoles>()
    expect(none.ticket).toBeNull()
  })

  test('others get no ticket', async () => {
    const refused = await askConsole(site, stranger, id)
    expect([refused.statusCode, refused.body]).toEqual([403, expect.stringContaining('held by')])
    const unheld = await askConsole(site, owner, otherId)
    expect([unheld.statusCode, unheld.body]).toEqual([403, expect.stringContaining('for admins')])
    expect((await askConsole(site, admin, 'absent')).statusCode).toBe(404)
    expect((await askConsole(site, {}, id)).statusCode).toBe(401)
  })

  describe('a ticket', () => {
    const refusal = { status: 403, body: expect.stringContaining('ticket') as string }

    test('lets in once', async () => {
      const ticket = await newTicket(owner)
      const console = await openWith(origin, ticket, owner)
      expect(await knock(origin, ticket, owner)).toEqual(refusal)
      await close(console)
      expect(await knock(origin, ticket, owner)).toEqual(refusal)
    })

    test('lets one in of many who show it at the same time', async () => {
      const ticket = await newTicket(owner)
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => knock(origin, ticket, owner)),
      )
      const opened = answers.flatMap((answer) => ('console' in answer ? [answer.console] : []))
      expect(opened).toHaveLength(1)
      await Promise.all(opened.map(close))
    })

    test('lives for thirty seconds', async () => {
      const [early, late] = [await newTicket(owner), await newTicket(owner)]
      site.clock.advance(29_000)
      await close(await openWith(origin, early, owner))
      site.clock.advance(1_000)
      expect(await knock(origin, late, owner)).toEqual(refusal)
    })

    test('is of one session, and of one machine', async () => {
      expect(await knock(origin, await newTicket(owner), {})).toEqual(refusal)
      expect(await knock(origin, await newTicket(owner), stranger)).toEqual(refusal)
      expect(await knock(origin, await newTicket(owner), await site.logIn('owner'))).toEqual(
        refusal,
      )
      const elsewhere = { ...(await newTicket(admin)), path: `/MAAS/ws/console/${otherId}/` }
      expect(await knock(origin, elsewhere, admin)).toEqual(refusal)
      // Shown in the wrong place, it is worth nothing in the right one.
      const burnt = await newTicket(admin)
      await knock(origin, { ...burnt, path: elsewhere.path }, admin)
      expect(await knock(origin, burnt, admin)).toEqual(refusal)
    })

    test('ends with its session, and with the right to the machine', async () => {
      const browser = await site.logIn('owner')
      const ticket = await newTicket(browser)
      await site.server.app.inject({
        method: 'POST',
        url: '/MAAS/accounts/logout/',
        headers: { ...browser },
      })
      expect(await knock(origin, ticket, browser)).toEqual(refusal)
      const lost = await newTicket(owner)
      await own(null)
      expect(await knock(origin, lost, owner)).toEqual(refusal)
      await own(ownerId)
    })

    test('of an API key needs no session', async () => {
      const key = await site.newApiKey(ownerId)
      const ticket = await newTicket(site.sign(key))
      const console = await openWith(origin, ticket, {})
      expect(console.ws.readyState).toBe(console.ws.OPEN)
      await close(console)
    })

    test('is not stored as it is', async () => {
      const { token } = await newTicket(owner)
      const rows = await site.server.store.db.selectFrom('console_ticket').selectAll().execute()
      expect(rows.length).toBeGreaterThan(0)
      expect(JSON.stringify(rows)).not.toContain(token)
    })
  })

  describe('the upgrade', () => {
    test('is refused to another site', async () => {
      const from = async (headers: Headers) =>
        knock(origin, await newTicket(owner), { ...owner, ...headers })
      const refusal = { status: 403, body: expect.stringContaining('another site') as string }
      expect(await from({ origin: 'http://evil.test' })).toEqual(refusal)
      expect(await from({ origin: 'null' })).toEqual(refusal)
      expect(await from({ 'sec-fetch-site': 'cross-site' })).toEqual(refusal)
      const home = await from({ origin })
      expect('console' in home).toBe(true)
      if ('console' in home) await close(home.console)
    })

    test('is refused without a ticket in its place', async () => {
      const ticket = await newTicket(owner)
      for (const protocols of [[], [consoleProtocol], [ticket.token], ['x', ticket.token]]) {
        expect(await knock(origin, ticket, owner, protocols)).toMatchObject({ status: 400 })
      }
      const inAddress = { ...ticket, path: `${ticket.path}?token=${ticket.token}` }
      expect(await knock(origin, inAddress, owner, [consoleProtocol])).toMatchObject({
        status: 400,
      })
      await close(await openWith(origin, ticket, owner))
    })

    test('of another path, or to another protocol, is answered as if nobody had asked', async () => {
      const ask = (path: string, upgrade: string) =>
        fetch(`${origin}${path}`, { headers: { upgrade } }).catch((error: unknown) => error)
      // fetch itself forbids the header: a plain request is what Java's client sends after all.
      expect(await ask('/healthz', 'h2c')).toBeDefined()
      const other = { path: '/MAAS/api/2.0/version/', token: 'x' }
      expect(await knock(origin, other, {})).toMatchObject({ status: 200 })
      const plain = await fetch(`${origin}/MAAS/ws/console/${id}/`)
      expect([plain.status, await plain.text()]).toEqual([
        400,
        expect.stringContaining('WebSocket'),
      ])
      expect((await fetch(`${origin}/MAAS/ws/elsewhere`)).status).toBe(404)
    })
  })

  describe('an open console', () => {
    test('is one at a time, and is told who has it', async () => {
      const first = await openConsole(owner)
      await vi.waitFor(async () => expect(await serialClients()).toBeGreaterThan(0))
      const second = await openConsole(admin)
      expect(await second.ended).toEqual({ why: 'taken', detail: 'owner' })
      const third = await openConsole(admin, { kind: 'serial', take_over: 'true' })
      expect(await first.ended).toMatchObject({ why: 'taken_over' })
      // The same browser, after the page was loaded anew.
      const fourth = await openConsole(admin)
      expect(await third.ended).toMatchObject({ why: 'taken_over' })
      expect(fourth.ws.readyState).toBe(fourth.ws.OPEN)
      await close(fourth)
    })

    test('ends with the machine', async () => {
      const console = await openConsole(owner)
      await host.virsh('reset', 'talker')
      await vi.waitFor(() => expect(console.text()).toContain('SeaBIOS'), 10_000)
      await host.virsh('destroy', 'talker')
      expect(await console.ended).toMatchObject({ why: 'machine_off' })
      const off = (await askConsole(site, owner, id)).json<Consoles>()
      expect(off.kinds.map(({ reason }) => reason)).toEqual(Array(2).fill('The machine is off.'))
      expect(off.ticket).toBeNull()
      await host.virsh('start', 'talker')
    })

    test('ends when the machine is given to somebody else', async () => {
      const console = await openConsole(owner)
      await own(null)
      expect(await console.ended).toMatchObject({ why: 'not_allowed' })
      await own(ownerId)
    })

    test('leaves nothing behind, a hundred times', async () => {
      const before = await serialClients()
      for (let round = 0; round < 100; round += 1) await close(await openConsole(owner))
      await vi.waitFor(async () => expect(await serialClients()).toBe(before), 5_000)
    })
  })

  test('a screen is passed on, with the password that it asks for', async () => {
    const relay = await relayPort(host)
    const vncPort = relay.port
    await virshXml(
      'define',
      consoleDomain({ uuid: uuid(2), name: 'seen', vncPort, password: 's3', log: null }),
    )
    await host.virsh('start', 'seen')
    await vi.waitFor(async () => expect(await machines()).toHaveLength(3), 10_000)
    const seen = (await machines()).find(({ hostname }) => hostname === 'seen')?.system_id ?? ''
    const ticket = await ticketOf(site, admin, seen, {})
    expect(ticket).toMatchObject({ kind: 'vnc', password: 's3' })
    const console = await openWith(origin, ticket, admin)
    await vi.waitFor(() => expect(console.text()).toMatch(/^RFB 003\.00\d\n/), 5_000)
    relay.close()
    expect(await console.ended).toMatchObject({ why: 'ended' })
    await host.virsh('destroy', 'seen')
  })

  test('the log is for the same people', async () => {
    const read = (headers: Headers) =>
      site.server.app.inject({ url: `${api}/podyard/machines/${id}/serial-log/`, headers })
    const log = (await read(owner)).json<SerialLog>()
    expect(log.text).toContain('SeaBIOS')
    expect(log.size).toBe(Buffer.byteLength(log.text ?? ''))
    expect((await read(stranger)).statusCode).toBe(403)
  })

  test('ends for all when the server stops', async () => {
    const console = await openConsole(owner)
    isStopped = true
    await site.server.close()
    expect(await console.ended).toMatchObject({ why: 'stopping' })
  })
})
