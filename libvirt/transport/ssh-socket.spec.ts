import { duplexPair, PassThrough } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConnection } from '../open-connection.ts'
import { connectGetHostname } from '../protocol/connect.ts'
import { startKeyring, type Keyring } from '../testing/keyring.ts'
import { readLab } from '../testing/lab.ts'
import { startOwnHost, type OwnHost } from '../testing/own-host.ts'
import { hopTo } from '../testing/ssh-doors.ts'
import { parsePrivateKey } from './ssh-key.ts'
import { reachSocket } from './ssh-socket.ts'
import { openSsh, type SshOptions } from './ssh.ts'
import type { Transport } from './transport.ts'

const lab = readLab()
const note = lab ? '' : ': SKIPPED, no lab is running'

/** Which way led to libvirt. The hostname proves that it is libvirt. */
async function wayOf(options: SshOptions): Promise<Transport['facts']> {
  const { duplex, facts } = await openSsh(options)
  const connection = await openConnection(duplex, { uri: 'qemu:///system' })
  expect(await connection.call(connectGetHostname)).toBe('routes')
  await connection.close()
  return facts
}

describe.skipIf(!lab)(`ways to the socket on a real host${note}`, { timeout: 60_000 }, () => {
  let own: OwnHost
  let ring: Keyring
  const at = (door: string, other: Partial<SshOptions> = {}): SshOptions => ({
    ...hopTo(own.door(door)),
    ...other,
  })
  /** Runs a test while one of the host's programs cannot be run by anybody. */
  const without = async (programs: readonly string[], work: () => Promise<void>) => {
    for (const path of programs) await own.inside('mount', '--bind', '/dev/null', path)
    try {
      await work()
    } finally {
      for (const path of programs) await own.inside('umount', path)
    }
  }
  const asKvmadmin = (script: string) => own.inside('su', '-', 'kvmadmin', '-c', script)
  const helper = '/usr/bin/virt-ssh-helper'

  beforeAll(async () => {
    ;[own, ring] = await Promise.all([
      startOwnHost('routes', 'key', 'no-forwarding', 'maas'),
      startKeyring(),
    ])
  }, 60_000)
  afterAll(async () => {
    await own.stop()
    await ring.remove()
  })

  it('nc is what runs on a host set up as the manual of MAAS says, restricted shell included', async () => {
    // The helper is what we ask for.
    expect(await wayOf(at('maas'))).toMatchObject({ route: 'virt-ssh-helper' })
    // The shell of a user cannot be changed by usermod here: the file is a mount.
    const shell = (from: string, to: string) =>
      own.inside(
        'sh',
        '-c',
        `sed 's#:${from}$#:${to}#' /etc/passwd > /run/p; cat /run/p > /etc/passwd`,
      )
    await shell('/bin/bash', '/bin/rbash')
    try {
      expect(await wayOf(at('maas'))).toMatchObject({ route: 'virt-ssh-helper' })
    } finally {
      await shell('/bin/rbash', '/bin/bash')
    }
  })

  it.each([
    ['restrict', 'virt-ssh-helper'],
    ['no-port-forwarding', 'virt-ssh-helper'],
    ['restrict,command="nc -q 0 -U /var/run/libvirt/libvirt-sock"', 'virt-ssh-helper'],
    ['no-agent-forwarding,no-pty', 'streamlocal'],
  ])('a key that is let in with %s: %s', async (restrictions, route) => {
    const { text, publicKey } = await ring.sshKey(`key-${restrictions.replace(/\W+/g, '-')}`)
    await own.letIn(`${restrictions} ${publicKey}`)
    const credentials = { privateKey: parsePrivateKey(text) }
    expect(await wayOf(at('key', { credentials }))).toMatchObject({ route })
  })

  it('nc does where there is no virt-ssh-helper', async () => {
    await without([helper], async () => {
      expect(await wayOf(at('no-forwarding'))).toMatchObject({
        route: 'nc',
        socketPath: '/var/run/libvirt/libvirt-sock',
      })
    })
  })

  it.each([
    ['that may not be run', (work: () => Promise<void>) => without([helper, '/usr/bin/nc'], work)],
    [
      'that are not found',
      async (work: () => Promise<void>) => {
        await asKvmadmin('echo PATH=/nowhere > .bashrc')
        try {
          await work()
        } finally {
          await asKvmadmin('rm .bashrc')
        }
      },
    ],
  ])('neither direct channels nor helpers, helpers %s', async (_, withoutHelpers) => {
    await withoutHelpers(async () => {
      await expect(openSsh(at('no-forwarding'))).rejects.toMatchObject({
        code: 'forwarding_forbidden_and_no_helper',
        details: {
          attempts: ['streamlocal', 'streamlocal', 'virt-ssh-helper', 'nc', 'nc'].map((route) =>
            expect.objectContaining({ route, failure: expect.stringMatching(/./) }),
          ),
        },
      })
    })
  })

  it('a start-up file that prints into the pipe', async () => {
    await asKvmadmin('echo echo Welcome to routes > .bashrc')
    try {
      const failure = await openSsh(at('no-forwarding')).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'pipe_corrupted' })
      expect(String(failure)).toContain('Welcome to routes')
      // A direct channel needs no shell.
      expect(await wayOf(at('key'))).toMatchObject({ route: 'streamlocal' })
    } finally {
      await asKvmadmin('rm .bashrc')
    }
  })

  it('a forced command that is something else', async () => {
    const { text, publicKey } = await ring.sshKey('forced-false')
    await own.letIn(`restrict,command="false" ${publicKey}`)
    const credentials = { privateKey: parsePrivateKey(text) }
    await expect(openSsh(at('key', { credentials }))).rejects.toMatchObject({
      code: 'socket_failed',
      message: expect.stringContaining('exit code 1'),
    })
  })

  it('a daemon that accepts and never answers a command', async () => {
    await own.libvirtd('hang')
    const timeoutsMs = { socket: 500 }
    await expect(openSsh(at('no-forwarding', { timeoutsMs }))).rejects.toMatchObject({
      code: 'socket_timeout',
    })
    await own.libvirtd('wake')
  })

  it('no libvirt at all', async () => {
    await own.libvirtd('stop')
    await without(['/usr/sbin/libvirtd'], async () => {
      await expect(openSsh(at('key'))).rejects.toMatchObject({ code: 'socket_missing' })
    })
    await expect(openSsh(at('key'))).rejects.toMatchObject({ code: 'daemon_not_running' })
    await own.libvirtd('start')
  })

  it('an SSH connection whose other end falls silent', async () => {
    const { duplex } = await openSsh(at('key', { keepaliveIntervalMs: 100 }))
    const lost = new Promise((resolve) => duplex.once('error', resolve))
    const silence = async (signal: string) =>
      own.inside('sh', '-c', `kill -${signal} $(pgrep -f '^sshd: kvmadmin')`)
    await silence('STOP')
    expect(await lost).toMatchObject({ name: 'TransportError', code: 'connection_lost' })
    await silence('CONT')
  })

  describe('where only the modular daemon’s socket is', () => {
    const rename = (from: string, to: string) =>
      own.inside('mv', `/run/libvirt/${from}-sock`, `/run/libvirt/${to}-sock`)
    const socketPath = '/var/run/libvirt/virtqemud-sock'
    beforeAll(() => rename('libvirt', 'virtqemud'))
    afterAll(() => rename('virtqemud', 'libvirt'))

    it('a direct channel finds it', async () => {
      expect(await wayOf(at('key'))).toMatchObject({
        route: 'streamlocal',
        socketPath,
        attempts: [{ failure: expect.stringMatching(/./) }, { failure: undefined }],
      })
    })

    it('virt-ssh-helper and nc find it', async () => {
      expect(await wayOf(at('no-forwarding'))).toMatchObject({ route: 'virt-ssh-helper' })
      await without([helper], async () => {
        expect(await wayOf(at('no-forwarding'))).toMatchObject({ route: 'nc', socketPath })
      })
    })

    it('the same machine finds it', async () => {
      const program = `
        import { openUnix } from '${import.meta.dirname}/unix.ts'
        import { openConnection } from '${import.meta.dirname}/../open-connection.ts'
        import { connectGetHostname } from '${import.meta.dirname}/../protocol/connect.ts'
        const { duplex, facts } = await openUnix()
        const connection = await openConnection(duplex, { uri: 'qemu:///system' })
        console.log(JSON.stringify([await connection.call(connectGetHostname), facts.socketPath]))
        await connection.close()`
      const said = await own.inside(process.execPath, '--input-type=module', '-e', program)
      expect(JSON.parse(said)).toEqual(['routes', socketPath])
    })
  })
})

describe('a command whose end comes together with its beginning', () => {
  it('still says how it ended', async () => {
    const client = {
      openssh_forwardOutStreamLocal(_path: string, done: (error: Error) => void) {
        done(new Error('open failed'))
      },
      exec(_command: string, done: (error: undefined, channel: ClientChannel) => void) {
        const [channel] = duplexPair()
        const parts = { stderr: new PassThrough(), close() {} }
        done(undefined, Object.assign(channel, parts) as unknown as ClientChannel)
        channel.emit('exit', 127)
        channel.emit('close')
      },
    }
    await expect(reachSocket(client as unknown as Client)).rejects.toMatchObject({
      code: 'forwarding_forbidden_and_no_helper',
    })
  })
})
