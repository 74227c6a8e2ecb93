import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Door } from './description.ts'
import type { Host, StartedHost } from './host.ts'
import type { Lab } from './lab.ts'
import { openLab } from './lab.ts'
import { run } from './processes.ts'
import { connect, overSsh, presentedKey, sshSession } from './ssh-client.ts'

const lab = await openLab()

function doorOf(host: Host, name: string): Door {
  const door = host.doors[name]
  if (!door) throw new Error(`no door ${name}`)
  return door
}

describe.skipIf(!lab)('lab', () => {
  const { hosts, closedPort, ssh, people, strangerKeyPath } = lab ?? ({} as Lab)

  test('hosts differ in what they hold', async () => {
    const [alpha, beta] = await Promise.all([
      hosts.alpha.virsh('list', '--all', '--name'),
      hosts.beta.virsh('list', '--all', '--name'),
    ])
    expect(alpha.trim().split('\n').sort()).toEqual([
      'cache-01',
      'db-01',
      'router-01',
      'spare',
      'web-01',
    ])
    expect(beta.trim().split('\n').sort()).toEqual(['ci-runner-01', 'ci-runner-02'])
    expect(await hosts.alpha.virsh('hostname')).toContain('alpha')
    expect(await hosts.beta.virsh('hostname')).toContain('beta')
  })

  test('pools and networks are as described', async () => {
    const pools = await hosts.alpha.virsh('pool-list', '--all')
    expect(pools).toMatch(/default\s+active\s+yes/)
    expect(pools).toMatch(/fast\s+active\s+yes/)
    expect(pools).toMatch(/archive\s+inactive\s+no/)
    const networks = await hosts.alpha.virsh('net-list', '--all')
    expect(networks).toMatch(/maas\s+active\s+yes/)
    expect(networks).toMatch(/default\s+inactive\s+no/)
    expect(await hosts.beta.virsh('net-dumpxml', 'maas')).toContain("dns enable='no'")
  })

  test('running machines are QEMU processes', async () => {
    const pids = await hosts.alpha.qemuPids()
    expect(pids.length).toBeGreaterThanOrEqual(2)
    for (const pid of pids) expect(() => process.kill(pid, 0)).not.toThrow()
  })

  test('the test driver answers at the same socket', async () => {
    const uri = hosts.alpha.virshUri.replace('qemu:///system', 'test+unix:///default')
    expect(await run('virsh', ['-c', uri, 'list', '--name'])).toContain('test')
  })

  test('every door has a host key of its own', () => {
    expect(new Set(ssh.map((door) => door.hostKeyFingerprint)).size).toBe(ssh.length)
  })

  test.each(['alpha', 'no-forwarding', 'swappable'])('%s takes the key', async (name) => {
    const said = await overSsh(doorOf(hosts.alpha, name), [
      'virsh',
      '-c',
      'qemu:///system',
      'hostname',
    ])
    expect(said.trim()).toBe('alpha')
  })

  test('an outsider logs in but does not reach libvirt', async () => {
    const door = { ...doorOf(hosts.alpha, 'alpha'), user: people.outsider.user }
    expect(await overSsh(door, ['id', '-un'])).toBe(`${people.outsider.user}\n`)
    await expect(overSsh(door, ['virsh', '-c', 'qemu:///system', 'list'])).rejects.toThrow(
      'Permission denied',
    )
  })

  test('a stranger is turned away', async () => {
    const door = { ...doorOf(hosts.alpha, 'alpha'), privateKeyPath: strangerKeyPath }
    await expect(overSsh(door, ['true'])).rejects.toThrow('Permission denied')
  })

  test.each([
    ['beta', 'beta'],
    ['alpha', 'keyboard-interactive'],
  ] as const)('%s asks for the password at %s', async (hostName, name) => {
    const said = await overSsh(doorOf(hosts[hostName], name), ['id', '-Gn'])
    expect(said).toContain('libvirt')
  })

  test('nobody listens on the closed port', async () => {
    await expect(connect(closedPort)).rejects.toThrow('ECONNREFUSED')
  })

  describe('a host of ones own', () => {
    let own: StartedHost
    let strangerKey = ''

    beforeAll(async () => {
      if (!lab) return
      own = await lab.startOwnHost('lab-spec')
      strangerKey = (await readFile(`${strangerKeyPath}.pub`, 'utf8')).trim()
    }, 30_000)
    afterAll(() => own?.stop())

    test('libvirtd stops and starts', async () => {
      await own.stopLibvirtd()
      await expect(own.virsh('list')).rejects.toThrow('Failed to connect')
      await own.startLibvirtd()
      expect(await own.virsh('net-list', '--name')).toContain('maas')
    })

    test('libvirtd hangs and wakes', async () => {
      await own.hangLibvirtd()
      const asked = run('virsh', ['-c', own.virshUri, 'list'], { timeoutMs: 500 })
      await expect(asked).rejects.toThrow('no end within 500 ms')
      await own.wakeLibvirtd()
      expect(await own.virsh('net-list', '--name')).toContain('maas')
    })

    test('a key installed by its user is taken', async () => {
      const install = `umask 77 && mkdir -p ~/.ssh && echo '${strangerKey}' >>~/.ssh/authorized_keys`
      const door = { ...doorOf(own, 'key'), privateKeyPath: strangerKeyPath }
      await expect(overSsh(door, ['true'])).rejects.toThrow('Permission denied')
      await own.inside('su', '-', 'kvmadmin', '-c', install)
      expect(await overSsh(door, ['id', '-un'])).toBe('kvmadmin\n')
    })

    test('a door gets another host key', async () => {
      const before = own.doors['key']?.hostKeyFingerprint
      const after = await own.swapHostKey('key')
      expect(after).not.toBe(before)
      expect(await presentedKey(doorOf(own, 'key'))).toContain(after)
    })

    test('a door closes with its sessions and reopens', async () => {
      const door = doorOf(own, 'key')
      const session = sshSession(door, ['echo begun; exec cat'])
      await once(session.stdout, 'data')
      const ended = once(session, 'exit')
      await own.closeDoor('key')
      expect(await ended).toEqual([255, null])
      await expect(connect(door.port)).rejects.toThrow('ECONNREFUSED')
      await own.reopenDoor('key')
      expect(await overSsh(door, ['echo', 'back'])).toBe('back\n')
    })
  })
})
