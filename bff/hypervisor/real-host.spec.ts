/** Against real libvirtd, QEMU and OpenSSH; virsh is the oracle. See scripts/lab/README.md. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import type { Check } from '../../contract/check.ts'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import { HostError } from './host-error.ts'
import { createLibvirtHypervisor } from './libvirt-hypervisor.ts'
import type { HostChange, Target } from './port.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'

/** The promise of the connection doctor. */
const limitMs = 10_000

describe.skipIf(!found)(`a real host${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  const hypervisor = createLibvirtHypervisor({
    privateKey: found ? readFileSync(found.privateKeyPath, 'utf8') : '',
    socketPath: lab?.socket,
    allowTestDriver: true,
  })
  const stranger = createLibvirtHypervisor({
    privateKey: found ? readFileSync(found.strangerKeyPath, 'utf8') : '',
  })
  const doorOf = (name: string) => {
    const door = lab.ssh.find((each) => each.name === name)
    if (!door) throw new Error(`the lab has no door ${name}`)
    return door
  }
  const address = (name: string, user = doorOf(name).user) =>
    `qemu+ssh://${user}@${doorOf(name).host}:${doorOf(name).port}/system`
  const target = (to: string, more: Partial<Target> = {}): Target => ({
    address: to,
    password: null,
    hostKey: null,
    trust: 'first_use',
    acceptFingerprint: null,
    ...more,
  })
  const virsh = async (...args: string[]) => (await lab.hosts.alpha.virsh(...args)).trim()
  /** `Name:  value` lines. */
  const table = async (...args: string[]) =>
    new Map(
      (await virsh(...args)).split('\n').map((line) => {
        const [name = '', ...rest] = line.split(/[:=]/)
        return [name.trim(), rest.join(':').trim()] as const
      }),
    )

  describe('is reached', () => {
    test.each([
      ['alpha', {}, 'direct channel'],
      ['beta', { password: 'kvmadmin-password' }, 'direct channel'],
      ['keyboard-interactive', { password: 'kvmadmin-password' }, 'direct channel'],
      ['no-forwarding', {}, 'virt-ssh-helper'],
      ['forced-nc', {}, 'virt-ssh-helper'],
    ])('through the door %s', async (name, how, transport) => {
      const connection = await hypervisor.connect(target(address(name), how))
      expect(connection.transport).toBe(transport)
      expect(connection.hostKey).toEqual({
        algorithm: 'ssh-ed25519',
        fingerprint: doorOf(name).hostKeyFingerprint,
      })
      const { machines } = await connection.discover()
      expect(machines.length).toBeGreaterThan(1)
      await connection.close()
    })

    test('on this machine, simulated hosts too', async () => {
      for (const uri of ['qemu:///system', 'test:///default']) {
        const connection = await hypervisor.connect(target(uri))
        expect(connection).toMatchObject({ transport: 'unix', hostKey: null })
        expect((await connection.discover()).machines.length).toBeGreaterThan(0)
        await connection.close()
      }
    })
  })

  describe('is told as virsh tells it', () => {
    const discover = async () => {
      const connection = await hypervisor.connect(target(address('alpha')))
      try {
        return await connection.discover()
      } finally {
        await connection.close()
      }
    }

    test('the host', async () => {
      const { host } = await discover()
      const node = await table('nodeinfo')
      const version = await table('version', '--daemon')
      expect(host).toMatchObject({
        hostname: await virsh('hostname'),
        cores: Number(node.get('CPU(s)')),
        memoryMiB: Math.floor(Number(node.get('Memory size')?.replace(' KiB', '')) / 1024),
        architecture: node.get('CPU model') === 'x86_64' ? 'amd64/generic' : '',
        libvirtVersion: version.get('Running against daemon')?.split(' ').at(-1),
        qemuVersion: version.get('Running hypervisor')?.replace('QEMU ', ''),
        kvm: (await virsh('capabilities')).includes(`<domain type='kvm'`),
      })
    })

    test('the storage pools', async () => {
      const { host } = await discover()
      const names = (await virsh('pool-list', '--all', '--name')).split('\n')
      expect(host.storagePools.map(({ name }) => name)).toEqual(
        names.map((name) => name.trim()).sort(),
      )
      for (const pool of host.storagePools) {
        const info = await table('pool-info', '--bytes', pool.name)
        const figure = (name: string) => (info.has(name) ? Number(info.get(name)) : null)
        expect(pool).toEqual({
          uuid: info.get('UUID'),
          name: pool.name,
          type: 'dir',
          path: /<path>(.*)<\/path>/.exec(await virsh('pool-dumpxml', pool.name))?.[1],
          state: info.get('State'),
          autostart: info.get('Autostart') === 'yes',
          capacityBytes: figure('Capacity'),
          allocationBytes: figure('Allocation'),
          availableBytes: figure('Available'),
          promisedBytes: expect.any(Number) as unknown,
        })
      }
    })

    test('the machines', async () => {
      const { host, machines } = await discover()
      // Other suites make machines of their own meanwhile.
      const names = ['cache-01', 'db-01', 'router-01', 'spare', 'web-01']
      for (const name of names) {
        const machine = machines.find((each) => each.name === name)
        const info = await table('dominfo', name)
        const stats = await table('domstats', '--state', '--balloon', '--vcpu', '--block', name)
        const disks = (await virsh('domblklist', '--details', name))
          .split('\n')
          .map((line) => line.trim().split(/\s+/))
          .filter(([, device]) => device === 'disk')
        const interfaces = (await virsh('domiflist', name))
          .split('\n')
          .filter(Boolean)
          .map((line) => line.trim().split(/\s+/))
        const stateNumbers: Record<string, string> = { 1: 'running', 3: 'paused', 5: 'shutoff' }
        const sizes = new Map(
          disks.map(([, , dev = ''], index) => [dev, Number(stats.get(`block.${index}.capacity`))]),
        )
        expect(machine).toEqual({
          uuid: info.get('UUID'),
          name,
          state: stateNumbers[stats.get('state.state') ?? ''],
          cores: Number(stats.get('vcpu.maximum')),
          memoryMiB: Math.floor(Number(info.get('Max memory')?.replace(' KiB', '')) / 1024),
          architecture: 'amd64/generic',
          described: true,
          disks: disks.map(([, , dev = '', source = '']) => ({
            name: dev,
            size: sizes.get(dev),
            source,
            storage_pool: host.storagePools.find(
              ({ path }) => path === source.split('/').slice(0, -1).join('/'),
            )?.uuid,
            bus: 'virtio',
          })),
          interfaces: interfaces.map(([, type, source, model, mac], index) => ({
            name: `eth${index}`,
            mac_address: mac,
            type,
            source,
            model,
          })),
        })
      }
    })

    test('a look and a single read agree with the discovery', async () => {
      const connection = await hypervisor.connect(target(address('alpha')))
      const { machines } = await connection.discover()
      const pulse = await connection.pulse({ diskSizes: true })
      const web = machines.find(({ name }) => name === 'web-01')
      expect(pulse.machines.find(({ uuid }) => uuid === web?.uuid)).toEqual({
        uuid: web?.uuid,
        name: 'web-01',
        state: 'running',
        memoryMiB: 64,
        diskBytes: new Map(web?.disks.map(({ name, size }) => [name, size])),
        counters: {
          cpuNs: expect.any(Number) as unknown,
          residentKiB: expect.any(Number) as unknown,
          readBytes: expect.any(Number) as unknown,
          writtenBytes: expect.any(Number) as unknown,
          receivedBytes: expect.any(Number) as unknown,
          sentBytes: expect.any(Number) as unknown,
        },
      })
      expect(pulse.host).toEqual({
        cpu: { busyNs: expect.any(Number) as unknown, totalNs: expect.any(Number) as unknown },
        usedMemoryKiB: expect.any(Number) as unknown,
      })
      expect(await connection.readMachine(web?.uuid ?? '')).toEqual(web)
      expect(await connection.readMachine('00000000-0000-0000-0000-000000000000')).toBeNull()
      await connection.close()
    })
  })

  test('is not touched: its machines run on as they did', async () => {
    const host = await lab.startOwnHost(`untouched-${process.pid}`, {
      contents: {
        pools: [{ name: 'default', active: true }],
        defaultNetwork: false,
        machines: ['a', 'b'].map((name, n) => ({
          name,
          uuid: `6f0d1a29-5e3b-4c8a-9d27-00000000000${n}`,
          cores: 1,
          memoryMiB: 64,
          disks: [],
          networks: [],
          running: n === 0,
        })),
      },
    })
    try {
      const before = await host.qemuPids()
      expect(before).toHaveLength(1)
      const door = host.doors['key']
      const to = `qemu+ssh://${door?.user}@${door?.host}:${door?.port}/system`
      const connection = await hypervisor.connect(target(to))
      await connection.discover()
      await connection.rescanStorage()
      await connection.close()
      // libvirt itself starts a QEMU for a moment, to learn what it can do.
      expect(await host.qemuPids()).toEqual(expect.arrayContaining(before))
      expect(await host.virsh('list', '--name')).toMatch(/^a\s*$/)

      const again = await hypervisor.connect(target(to))
      const told: HostChange[] = []
      again.onChange((change) => told.push(change))
      await host.virsh('start', 'b')
      await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), { timeout: 10_000 })
      expect(told[0]).toEqual({ kind: 'machine', uuid: '6f0d1a29-5e3b-4c8a-9d27-000000000001' })

      // The daemon dies: known at once, and why it does not come back is named.
      await host.stopLibvirtd()
      expect(await again.closed).toMatchObject({ code: 'connection_lost' })
      await expect(hypervisor.connect(target(to))).rejects.toMatchObject({
        fault: { code: 'daemon_not_running' },
      })
      await host.startLibvirtd()
      await host.hangLibvirtd()
      const start = performance.now()
      await expect(hypervisor.connect(target(to))).rejects.toMatchObject({
        fault: { code: 'libvirt_timeout' },
      })
      expect(performance.now() - start).toBeLessThan(limitMs + 1_000)
      await host.wakeLibvirtd()

      const pinned = { algorithm: 'ssh-ed25519', fingerprint: door?.hostKeyFingerprint ?? '' }
      const fresh = await host.swapHostKey('key')
      await expect(hypervisor.connect(target(to, { hostKey: pinned }))).rejects.toMatchObject({
        fault: { code: 'host_key_changed', hostKey: { fingerprint: fresh } },
      })
      const accepted = await hypervisor.connect(
        target(to, { hostKey: pinned, acceptFingerprint: fresh }),
      )
      expect(accepted.hostKey?.fingerprint).toBe(fresh)
      await accepted.close()
    } finally {
      await host.stop()
    }
  })

  describe('says what is wrong', () => {
    const fail = async (to: Target, by = hypervisor) => {
      const seen: Check[] = []
      const start = performance.now()
      const error = await by
        .connect(to, { onCheck: (check) => seen.push(check) })
        .then(() => new Error('connected'))
        .catch((reason: unknown) => reason)
      expect(performance.now() - start).toBeLessThan(limitMs)
      if (!(error instanceof HostError)) throw error
      // The last step told is the one that failed, in the words of the error.
      expect(seen.at(-1)).toMatchObject({ state: 'failed', detail: error.message })
      expect(error.checks.at(-1)).toEqual(seen.at(-1))
      return { ...error.fault, step: seen.at(-1)?.name }
    }

    test('a key that is not installed: the line that installs it', async () => {
      const fault = await fail(target(address('alpha')), stranger)
      expect(fault).toMatchObject({ code: 'key_refused', step: 'login' })
      expect(fault.fix?.command).toMatch(/^mkdir -p -m 700 ~\/\.ssh && echo 'ssh-ed25519 \S+' >> /)
    })

    test('a password that is wrong', async () => {
      const fault = await fail(target(address('beta'), { password: 'wrong' }))
      expect(fault).toMatchObject({ code: 'password_refused', step: 'login' })
      expect(fault.message).toContain('and our key before it')
    })

    test('a wrong password where it is asked for by keyboard-interactive, which PAM delays', async () => {
      const fault = await fail(target(address('keyboard-interactive'), { password: 'wrong' }))
      expect(fault).toMatchObject({ code: 'password_refused', step: 'login' })
    })

    test('a password where the host takes only keys', async () => {
      const to = target(address('alpha'), { password: 'kvmadmin-password' })
      const fault = await fail(to, stranger)
      expect(fault).toMatchObject({ code: 'key_refused', step: 'login' })
      expect(fault.message).toContain('takes no passwords')
    })

    test('a user who is not in the group libvirt: the line that adds it', async () => {
      for (const name of ['alpha', 'no-forwarding', 'forced-nc']) {
        const fault = await fail(target(address(name, 'outsider')))
        expect(fault).toMatchObject({ code: 'socket_permission_denied', step: 'socket' })
        expect(fault.fix?.command).toBe('sudo usermod -aG libvirt outsider')
      }
    })

    test('a key that was never seen, when asked to ask', async () => {
      const fault = await fail(target(address('alpha'), { trust: 'ask' }))
      const { hostKeyFingerprint: fingerprint } = doorOf('alpha')
      expect(fault).toMatchObject({
        code: 'host_key_unknown',
        step: 'host_key',
        hostKey: { algorithm: 'ssh-ed25519', fingerprint },
      })
      expect(fault.fix?.command).toContain('ssh-keygen -lf')
    })

    test('a key other than the pinned one, and other than the one to accept', async () => {
      const hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:other' }
      const rsa = { algorithm: 'ssh-rsa', fingerprint: 'SHA256:other' }
      const { hostKeyFingerprint: fingerprint } = doorOf('alpha')
      for (const how of [{ hostKey }, { hostKey: rsa }, { acceptFingerprint: 'SHA256:other' }]) {
        const fault = await fail(target(address('alpha'), how))
        expect(fault).toMatchObject({ code: 'host_key_changed', hostKey: { fingerprint } })
        expect(fault.message).toContain(`Expected SHA256:other, got ssh-ed25519 ${fingerprint}`)
      }
    })

    test('a closed port', async () => {
      const fault = await fail(target(`qemu+ssh://a@127.0.0.1:${lab.closedPort}/system`))
      expect(fault).toMatchObject({ code: 'tcp_refused', step: 'tcp' })
      expect(fault.message).toContain(`port ${lab.closedPort}`)
    })

    test('a name that nobody knows', async () => {
      const fault = await fail(target('qemu+ssh://a@no-such-host.invalid/system'))
      expect(fault).toMatchObject({ code: 'dns_failed', step: 'dns' })
    })

    test('a port that is not SSH, and one that says nothing', async () => {
      for (const greeting of ['HTTP/1.0 400 Bad Request\r\n\r\n', '']) {
        const server = createServer((socket) => socket.on('error', () => {}).write(greeting))
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
        const port = (server.address() as { port: number }).port
        const fault = await fail(target(`qemu+ssh://a@127.0.0.1:${port}/system`))
        expect(fault).toMatchObject({ code: 'ssh_handshake_failed', step: 'host_key' })
        server.close()
      }
    })

    test('no socket on this machine', async () => {
      const here = createLibvirtHypervisor({
        privateKey: readFileSync(lab.privateKeyPath, 'utf8'),
        socketPath: `${lab.directory}/nowhere`,
      })
      const fault = await fail(target('qemu:///system'), here)
      expect(fault).toMatchObject({ code: 'socket_missing', step: 'socket' })
    })
  })
})
