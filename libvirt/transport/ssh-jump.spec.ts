import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConnection } from '../open-connection.ts'
import { connectGetHostname, connectGetLibVersion } from '../protocol/connect.ts'
import { doorOf, readLab } from '../testing/lab.ts'
import { startOwnHost, type OwnHost } from '../testing/own-host.ts'
import { connectionEnds, hopTo, keyAt, summary, percentDelayed } from '../testing/ssh-doors.ts'
import { openSsh, type SshOptions } from './ssh.ts'

const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

describe.skipIf(!lab)(`openSsh through jump hosts${note}`, { timeout: 30_000 }, () => {
  // Never undefined in a test that runs.
  const here = lab as NonNullable<typeof lab>
  /** Its doors are the jump hosts: only this suite comes through them. */
  let own: OwnHost
  const beta = (other: Partial<SshOptions> = {}): SshOptions => ({
    ...hopTo(doorOf(here, 'beta')),
    ...other,
  })
  const leftOpen = async () => {
    const ports = [own.door('key').port, own.door('password').port]
    return (await Promise.all(ports.map(connectionEnds))).reduce((sum, count) => sum + count)
  }

  beforeAll(async () => {
    own = await startOwnHost('jump', 'key', 'password', 'no-forwarding')
  })
  afterAll(() => own.stop())

  it('each shows its own key and has its own login, and all end together', async () => {
    const reports: string[] = []
    const verified: string[] = []
    const hop = hopTo(own.door('key'))
    const jump = {
      ...hop,
      hostVerifier: (key: Parameters<typeof hop.hostVerifier>[0]) => {
        verified.push(key.fingerprint)
        return hop.hostVerifier(key)
      },
    }
    const { duplex } = await openSsh(beta({ jump, onStage: (r) => reports.push(summary(r)) }))
    const steps = (...names: string[]) => names.flatMap((name) => [`${name} start`, `${name} ok`])
    expect(reports).toEqual([
      ...steps('0: dns', '0: tcp', '0: host_key', '0: login'),
      ...steps('tcp', 'host_key', 'login', 'socket'),
    ])
    expect(verified).toEqual([own.door('key').hostKeyFingerprint])
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await connection.call(connectGetHostname)).toBe('beta')
    expect(await connectionEnds(own.door('key').port)).toBe(2)
    await connection.close()
    await expect.poll(leftOpen).toBe(0)
  })

  it('goes through several', async () => {
    const jump = [hopTo(own.door('key')), hopTo(own.door('password'))]
    const reports: string[] = []
    const { duplex } = await openSsh(beta({ jump, onStage: (r) => reports.push(summary(r)) }))
    expect(reports).toContain('1: tcp ok')
    expect(reports).not.toContain('1: dns ok')
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await connection.call(connectGetHostname)).toBe('beta')
    await connection.close()
    await expect.poll(leftOpen).toBe(0)
  })

  it('waits for nobody’s delayed acknowledgement on the way', async () => {
    const { duplex } = await openSsh(beta({ jump: hopTo(own.door('key')) }))
    const { call, close } = await openConnection(duplex, { uri: 'qemu:///system' })
    expect(await percentDelayed(() => call(connectGetLibVersion))).toBeLessThan(10)
    await close()
  })

  it.each([
    [
      'shows another key',
      'host_key_rejected',
      '0: host_key host_key_rejected',
      () => ({ hostVerifier: () => false }),
    ],
    [
      'knows nobody like us',
      'login_failed',
      '0: login login_failed',
      () => ({ credentials: { privateKey: keyAt(here.strangerKeyPath) } }),
    ],
    ['is not there', 'tcp_refused', '0: tcp tcp_refused', () => ({ port: here.closedPort })],
  ])('names the jump host when it %s', async (_, code, report, other) => {
    const reports: string[] = []
    const jump = { ...hopTo(own.door('key')), ...other() }
    const opening = openSsh(beta({ jump, onStage: (r) => reports.push(summary(r)) }))
    const hop = { index: 0, host: jump.host, port: jump.port }
    await expect(opening).rejects.toMatchObject({
      name: 'TransportError',
      code,
      message: expect.stringContaining(`jump host 127.0.0.1 port ${jump.port}: `),
      details: { hop },
    })
    expect(reports.at(-1)).toBe(report)
    await expect.poll(leftOpen).toBe(0)
  })

  it.each([
    ['is not there', 'tcp_refused', 'tcp tcp_refused', () => ({ port: here.closedPort })],
    [
      'has a name that the jump host does not know',
      'dns_failed',
      'tcp dns_failed',
      () => ({ host: 'no-such-host.invalid' }),
    ],
    [
      'shows another key',
      'host_key_rejected',
      'host_key host_key_rejected',
      () => ({ hostVerifier: () => false }),
    ],
    [
      'refuses the password',
      'login_failed',
      'login login_failed',
      () => ({ credentials: { password: 'wrong' } }),
    ],
  ])('names the host behind it when that %s', async (_, code, report, other) => {
    const reports: string[] = []
    const onStage: SshOptions['onStage'] = (r) => reports.push(summary(r))
    const opening = openSsh(beta({ jump: hopTo(own.door('key')), onStage, ...other() }))
    const failure: unknown = await opening.catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'TransportError', code })
    expect(failure).not.toHaveProperty('details.hop')
    expect(reports.at(-1)).toBe(report)
    await expect.poll(leftOpen).toBe(0)
  })

  it('names a jump host that does not pass us on', async () => {
    const opening = openSsh(beta({ jump: hopTo(own.door('no-forwarding')) }))
    await expect(opening).rejects.toMatchObject({ code: 'jump_forbidden' })
  })

  it('ends when the jump host does', async () => {
    const { duplex } = await openSsh(beta({ jump: hopTo(own.door('key')) }))
    const connection = await openConnection(duplex, { uri: 'qemu:///system' })
    await own.closeDoor('key')
    expect((await connection.closed).reason).toMatch(/^(closed_by_peer|socket_error)$/)
    await own.reopenDoor('key')
  })
})
