import { createServer, type AddressInfo, type Server } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConnection } from '../open-connection.ts'
import { connectGetHostname, connectGetLibVersion } from '../protocol/connect.ts'
import { doorOf, readLab, startOwnLab, virsh, type Door } from '../testing/lab.ts'
import { hopTo, keyAt, summary, percentDelayed } from '../testing/ssh-doors.ts'
import { openSsh, type SshOptions } from './ssh.ts'
import type { StageReport } from './stages.ts'

const lab = readLab()

/** What fits a door, and what a test wants otherwise. */
const optionsFor = (door: Door, other: Partial<SshOptions> = {}): SshOptions => ({
  ...hopTo(door),
  ...other,
})

describe('openSsh without a host', () => {
  let server: Server
  const local = (port: number, other: Partial<SshOptions> = {}): SshOptions => ({
    host: '127.0.0.1',
    port,
    user: 'me',
    credentials: {},
    hostVerifier: () => true,
    ...other,
  })
  const portOf = (listening: Server) => (listening.address() as AddressInfo).port

  beforeAll(async () => {
    server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => server.close())

  it('names an unknown name', async () => {
    const reports: string[] = []
    const host = 'no-such-host.invalid'
    const opening = openSsh(local(22, { host, onStage: (r) => reports.push(summary(r)) }))
    await expect(opening).rejects.toMatchObject({ name: 'TransportError', code: 'dns_failed' })
    expect(reports).toEqual(['dns start', 'dns dns_failed'])
  })

  it('names a closed port', async () => {
    const closed = createServer().listen(0, '127.0.0.1')
    await once(closed, 'listening')
    const port = portOf(closed)
    closed.close()
    await once(closed, 'close')
    await expect(openSsh(local(port))).rejects.toMatchObject({
      code: 'tcp_refused',
      cause: { code: 'ECONNREFUSED' },
    })
  })

  it('gives up on a server that says nothing', async () => {
    const timeoutsMs = { host_key: 30 }
    await expect(openSsh(local(portOf(server), { timeoutsMs }))).rejects.toMatchObject({
      code: 'handshake_timeout',
    })
  })

  it('can be called off at any stage', async () => {
    const controller = new AbortController()
    const onStage: SshOptions['onStage'] = ({ stage }) => {
      if (stage === 'host_key') controller.abort(new Error('never mind'))
    }
    const options = local(portOf(server), { onStage, signal: controller.signal })
    await expect(openSsh(options)).rejects.toThrow('never mind')
  })

  it('names a server that is not SSH', async () => {
    const web = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    web.listen(0, '127.0.0.1')
    await once(web, 'listening')
    await expect(openSsh(local(portOf(web)))).rejects.toMatchObject({ code: 'handshake_failed' })
    web.close()
  })
})

const note = lab ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!lab)(`openSsh to a real host${note}`, { timeout: 30_000 }, () => {
  // Never undefined in a test that runs.
  const here = lab as NonNullable<typeof lab>
  const open = (name: string, other: Partial<SshOptions> = {}) =>
    openSsh(optionsFor(doorOf(here, name), other))

  it.each([
    ['alpha', 'publickey', 'streamlocal'],
    ['beta', 'password', 'streamlocal'],
    ['keyboard-interactive', 'keyboard-interactive', 'streamlocal'],
    ['no-forwarding', 'publickey', 'virt-ssh-helper'],
    ['forced-nc', 'publickey', 'virt-ssh-helper'],
  ])('door %s: %s, then %s', async (name, method, route) => {
    const reports: StageReport[] = []
    const { duplex, facts } = await open(name, { onStage: (r) => reports.push(r) })
    expect(facts.route).toBe(route)
    expect(reports.map(summary)).toEqual(
      ['dns', 'tcp', 'host_key', 'login', 'socket'].flatMap((s) => [`${s} start`, `${s} ok`]),
    )
    const { host, port, user, hostKeyFingerprint: fingerprint } = doorOf(here, name)
    const found = reports.flatMap((report) => (report.status === 'ok' ? [report.facts] : []))
    expect(found.slice(0, 4)).toMatchObject([
      { addresses: [host] },
      { address: host, port },
      { algorithm: 'ssh-ed25519', fingerprint },
      { user, method },
    ])
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    const hostname = await connection.call(connectGetHostname)
    expect(hostname).toBe(name === 'beta' ? 'beta' : 'alpha')
    await connection.close()
  })

  it('is the host virsh knows', async () => {
    const { duplex } = await open('alpha')
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    const hostname = await connection.call(connectGetHostname)
    expect(hostname).toBe((await virsh(here.virshUri, 'hostname')).trim())
    await connection.close()
  })

  it('waits for nobody’s delayed acknowledgement', async () => {
    const { duplex } = await open('alpha')
    const { call, close } = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await percentDelayed(() => call(connectGetLibVersion))).toBeLessThan(10)
    await close()
  })

  it.each([
    ['a key nobody knows', () => ({ privateKey: keyAt(here.strangerKeyPath) }), ['publickey']],
    ['nothing to log in with', () => ({}), []],
  ])('names a failed login with %s', async (_, credentials, tried) => {
    await expect(open('alpha', { credentials: credentials() })).rejects.toMatchObject({
      code: 'login_failed',
      details: { login: { tried, offered: ['publickey'] } },
    })
  })

  it('names a wrong password, and never repeats it', async () => {
    const password = 'not-the-password'
    const failure: unknown = await open('beta', { credentials: { password } }).catch((e) => e)
    expect(failure).toMatchObject({
      code: 'login_failed',
      details: { login: { tried: ['password'], offered: ['password'] } },
    })
    expect(JSON.stringify(failure) + String(failure)).not.toContain(password)
  })

  it('names an agent that is not there', async () => {
    const credentials = { agent: '/nowhere/agent' }
    await expect(open('alpha', { credentials })).rejects.toMatchObject({
      code: 'agent_unavailable',
    })
  })

  it.each([
    ['says no', () => false],
    ['says no later', () => Promise.resolve(false)],
    ['fails', () => Promise.reject(new Error('no database'))],
  ])('stops before the login when the verifier %s', async (_, hostVerifier) => {
    const reports: string[] = []
    const onStage: SshOptions['onStage'] = (report) => reports.push(summary(report))
    const { hostKeyFingerprint: fingerprint } = doorOf(here, 'alpha')
    await expect(open('alpha', { hostVerifier, onStage })).rejects.toMatchObject({
      code: 'host_key_rejected',
      details: { hostKey: { algorithm: 'ssh-ed25519', fingerprint } },
    })
    expect(reports.at(-1)).toBe('host_key host_key_rejected')
  })

  it('names a host that lost the type of key that was pinned', async () => {
    const opening = open('alpha', { hostKeyAlgorithm: 'ssh-rsa' })
    await expect(opening).rejects.toMatchObject({ code: 'host_key_type_missing' })
  })

  it.each(['alpha', 'no-forwarding', 'forced-nc'])(
    'names a user who may not use libvirt at door %s',
    async (name) => {
      const user = here.people.outsider.user
      const privateKey = keyAt(here.privateKeyPath)
      const opening = open(name, { user, credentials: { privateKey } })
      await expect(opening).rejects.toMatchObject({
        code: 'socket_permission_denied',
        message: expect.stringContaining('Permission denied'),
      })
    },
  )
})

describe.skipIf(!lab)(`a real host that fails${note}`, { timeout: 60_000 }, () => {
  let own: Awaited<ReturnType<typeof startOwnLab>>

  beforeAll(async () => {
    own = await startOwnLab()
  }, 60_000)
  afterAll(() => own.stop(), 60_000)

  it('is noticed when its daemon hangs', async () => {
    const { duplex } = await openSsh(optionsFor(doorOf(own.lab, 'alpha')))
    const keepalive = { intervalMs: 100, limitMs: 2_000 }
    const connection = await openConnection(duplex, { uri: 'qemu:///system', keepalive })
    await own.steer('alpha', 'libvirtd', 'hang')
    expect((await connection.closed).reason).toBe('keepalive_timeout')
    await own.steer('alpha', 'libvirtd', 'wake')
  })

  it('is noticed when its daemon dies, and named when it is gone', async () => {
    const door = doorOf(own.lab, 'alpha')
    const { duplex } = await openSsh(optionsFor(door))
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    await own.steer('alpha', 'libvirtd', 'stop')
    expect((await connection.closed).reason).toBe('closed_by_peer')
    await expect(openSsh(optionsFor(door))).rejects.toMatchObject({
      code: 'daemon_not_running',
    })
    await own.steer('alpha', 'libvirtd', 'start')
  })

  it('is noticed when the machine is gone', async () => {
    const { duplex } = await openSsh(optionsFor(doorOf(own.lab, 'alpha')))
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    const waiting = connection.call(connectGetHostname).catch(() => {})
    await own.steer('alpha', 'door', 'close', 'alpha')
    await waiting
    expect((await connection.closed).reason).toMatch(/^(closed_by_peer|socket_error)$/)
  })
})
