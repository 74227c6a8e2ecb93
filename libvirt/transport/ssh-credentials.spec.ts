import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKeyring, type Keyring } from '../testing/keyring.ts'
import { doorOf, readLab } from '../testing/lab.ts'
import { startOwnHost, type OwnHost } from '../testing/own-host.ts'
import { hopTo } from '../testing/ssh-doors.ts'
import { fingerprintOf, parsePrivateKey } from './ssh-key.ts'
import { openSsh, type SshOptions } from './ssh.ts'
import type { StageReport } from './stages.ts'

const run = promisify(execFile)
const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

/** Opens, ends, and tells how it got in. */
async function methodOf(options: SshOptions): Promise<unknown> {
  const reports: StageReport[] = []
  const { duplex } = await openSsh({ ...options, onStage: (report) => reports.push(report) })
  duplex.destroy()
  const login = reports.find(({ stage, status }) => stage === 'login' && status === 'ok')
  return login && 'facts' in login && 'method' in login.facts ? login.facts.method : undefined
}

describe.skipIf(!lab)(`logins to a real sshd${note}`, { timeout: 60_000 }, () => {
  let own: OwnHost
  let ring: Keyring
  /** The log of the door that takes keys, at level VERBOSE. */
  const log = () => own.inside('cat', join(own.directory, 'doors/key/log'))
  const at = (door: string, credentials: SshOptions['credentials']): SshOptions => ({
    ...hopTo(own.door(door)),
    credentials,
  })

  beforeAll(async () => {
    ;[own, ring] = await Promise.all([
      startOwnHost('credentials', 'key', 'password', 'keyboard-interactive'),
      startKeyring(),
    ])
  }, 60_000)
  afterAll(async () => {
    await own.stop()
    await ring.remove()
  })

  it.each([
    ['ed25519', ['-t', 'ed25519'], ''],
    ['rsa-2048', ['-t', 'rsa', '-b', '2048'], ''],
    ['rsa-3072', ['-t', 'rsa', '-b', '3072'], ''],
    ['rsa-pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'], ''],
    ['ecdsa-256', ['-t', 'ecdsa', '-b', '256'], ''],
    ['ecdsa-384', ['-t', 'ecdsa', '-b', '384'], ''],
    ['ecdsa-521', ['-t', 'ecdsa', '-b', '521'], ''],
    ['ed25519-locked', ['-t', 'ed25519', '-a', '4'], 'open sesame'],
    ['rsa-locked', ['-t', 'rsa', '-b', '2048', '-a', '4'], 'open sesame'],
  ])('let a key of type %s in', async (name, type, passphrase) => {
    const made = await ring.sshKey(name, type, passphrase)
    await own.letIn(made.publicKey)
    const privateKey = parsePrivateKey(made.text, passphrase === '' ? undefined : passphrase)
    expect(await methodOf(at('key', { privateKey }))).toBe('publickey')
    expect(await log()).toContain(privateKey.fingerprint)
  })

  it.each([
    ['password', 'password'],
    ['keyboard-interactive', 'keyboard-interactive'],
  ])('take a password at door %s', async (door, method) => {
    const { password } = own.door(door)
    expect(await methodOf(at(door, { password }))).toBe(method)
    await expect(openSsh(at(door, { password: 'wrong' }))).rejects.toMatchObject({
      code: 'login_failed',
      details: { login: { tried: expect.arrayContaining([method]), offered: [method] } },
    })
  })

  it('take their time, and are given up', async () => {
    // PAM waits two seconds or so before it says no.
    const options = at('keyboard-interactive', { password: 'wrong' })
    await expect(openSsh({ ...options, timeoutsMs: { login: 300 } })).rejects.toMatchObject({
      code: 'login_timeout',
    })
  })

  it('come to the password when the key is not known', async () => {
    const made = await ring.sshKey('unknown')
    const { password } = own.door('password')
    const credentials = { privateKey: parsePrivateKey(made.text), password }
    expect(await methodOf(at('password', credentials))).toBe('password')
  })

  describe('with an agent', () => {
    let agent: ChildProcess
    let socket: string

    beforeAll(async () => {
      socket = join(ring.directory, 'agent')
      agent = spawn('/usr/bin/ssh-agent', ['-D', '-a', socket], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      // It prints its variables once the socket is there.
      if (agent.stdout) await once(agent.stdout, 'data')
    })
    afterAll(async () => {
      const ended = once(agent, 'exit')
      agent.kill()
      await ended
    })

    it('that has no key', async () => {
      await expect(openSsh(at('key', { agent: socket }))).rejects.toMatchObject({
        code: 'login_failed',
        details: { login: { tried: ['agent'] } },
      })
    })

    it.each([
      ['ed25519', ['-t', 'ed25519']],
      ['rsa', ['-t', 'rsa', '-b', '2048']],
    ])('that has an %s key', async (name, type) => {
      const made = await ring.sshKey(`agent-${name}`, type)
      await own.letIn(made.publicKey)
      await run('ssh-add', ['-q', made.path], { env: { ...process.env, SSH_AUTH_SOCK: socket } })
      expect(await methodOf(at('key', { agent: socket }))).toBe('agent')
    })

    it('that is not there, with a password as well', async () => {
      const { password } = own.door('password')
      const credentials = { agent: join(ring.directory, 'absent'), password }
      expect(await methodOf(at('password', credentials))).toBe('password')
    })
  })
})

describe.skipIf(!lab)(`pinned keys of a real sshd${note}`, { timeout: 60_000 }, () => {
  const here = lab as NonNullable<typeof lab>
  let own: OwnHost
  let ring: Keyring
  const types = { 'ssh-rsa': ['-t', 'rsa', '-b', '2048'], 'ecdsa-sha2-nistp256': ['-t', 'ecdsa'] }
  const fingerprints = new Map<string, string>()

  beforeAll(async () => {
    ;[own, ring] = await Promise.all([startOwnHost('pinned', 'key'), startKeyring()])
    fingerprints.set('ssh-ed25519', own.door('key').hostKeyFingerprint)
    const lines: string[] = []
    for (const [algorithm, type] of Object.entries(types)) {
      const { path, publicKey } = await ring.sshKey(algorithm, type)
      fingerprints.set(
        algorithm,
        fingerprintOf(Buffer.from(publicKey.split(' ')[1] ?? '', 'base64')),
      )
      lines.push(`HostKey ${path}`)
    }
    await own.configure('key', ...lines)
  }, 60_000)
  afterAll(async () => {
    await own.stop()
    await ring.remove()
  })

  it.each(['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256'])(
    'a host with several shows its %s key when that is pinned',
    async (hostKeyAlgorithm) => {
      const hostVerifier: SshOptions['hostVerifier'] = ({ algorithm, fingerprint }) =>
        algorithm === hostKeyAlgorithm && fingerprint === fingerprints.get(algorithm)
      const options = { ...hopTo(own.door('key')), hostVerifier, hostKeyAlgorithm }
      expect(await methodOf(options)).toBe('publickey')
    },
  )

  it.each(['ssh-ed25519', 'ssh-rsa', 'ecdsa-sha2-nistp256'])(
    'another %s key than the pinned one is refused',
    async (hostKeyAlgorithm) => {
      const pinned = doorOf(here, 'alpha').hostKeyFingerprint
      const hostVerifier: SshOptions['hostVerifier'] = ({ fingerprint }) => fingerprint === pinned
      const options = { ...hopTo(own.door('key')), hostVerifier, hostKeyAlgorithm }
      const fingerprint = fingerprints.get(hostKeyAlgorithm)
      await expect(openSsh(options)).rejects.toMatchObject({
        code: 'host_key_rejected',
        details: { hostKey: { algorithm: hostKeyAlgorithm, fingerprint } },
      })
    },
  )

  it('an RSA key of ours signs with SHA-2', async () => {
    // Since OpenSSH 8.8 a signature with SHA-1 is refused.
    const made = await ring.sshKey('rsa-sha2', ['-t', 'rsa', '-b', '2048'])
    await own.letIn(made.publicKey)
    const credentials = { privateKey: parsePrivateKey(made.text) }
    await own.configure('key', 'PubkeyAcceptedAlgorithms rsa-sha2-512,rsa-sha2-256')
    expect(await methodOf({ ...hopTo(own.door('key')), credentials })).toBe('publickey')
  })

  it('a type that the host has not is named', async () => {
    const options = { ...hopTo(own.door('key')), hostKeyAlgorithm: 'ecdsa-sha2-nistp384' }
    await expect(openSsh(options)).rejects.toMatchObject({ code: 'host_key_type_missing' })
  })

  it('a host that shares no key exchange with us is named', async () => {
    // ssh2 has none that is made for quantum computers.
    await own.configure('key', 'KexAlgorithms sntrup761x25519-sha512@openssh.com')
    const failure: unknown = await openSsh(hopTo(own.door('key'))).catch((e: unknown) => e)
    expect(failure).toMatchObject({ code: 'handshake_failed' })
    expect(String(failure)).toMatch(/key exchange/)
  })
})
