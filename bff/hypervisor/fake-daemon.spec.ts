import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Check } from '../../contract/check.ts'
import * as libvirt from '../../libvirt/index.ts'
import {
  createFakeLibvirtd,
  type FakeLibvirtd,
  fakeDomain,
  fakeNetwork,
  fakePool,
} from '../../libvirt/testing/fake-libvirtd.ts'
import { createLibvirtHypervisor } from './libvirt-hypervisor.ts'
import type { HostChange, HostConnection, Hypervisor, Target } from './port.ts'

const target: Target = {
  address: 'qemu:///system',
  password: null,
  hostKey: null,
  trust: 'first_use',
  acceptFingerprint: null,
}

let folder: string
let daemon: FakeLibvirtd
let hypervisor: Hypervisor
let connection: HostConnection | undefined
let checks: Check[]

const start = async (options: Parameters<typeof createFakeLibvirtd>[0] = {}) => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-fake-'))
  const socketPath = join(folder, 'sock')
  daemon = createFakeLibvirtd(options)
  await daemon.listen(socketPath)
  const { privateKey } = libvirt.generateSshKey('test')
  hypervisor = createLibvirtHypervisor({ privateKey, socketPath, limitMs: 2_000 })
}

const connect = async () => {
  const onCheck = (check: Check) => {
    if (check.state !== 'running') checks.push(check)
  }
  connection = await hypervisor.connect(target, { onCheck })
  return connection
}

const stateOf = (name: Check['name']) => checks.find((check) => check.name === name)?.state
const detailOf = (name: Check['name']) => checks.find((check) => check.name === name)?.detail

beforeEach(() => {
  checks = []
})

afterEach(async () => {
  await connection?.close()
  connection = undefined
  await daemon.close()
  rmSync(folder, { recursive: true })
})

describe('round trips on an open connection', () => {
  test.each([0, 1, 500])(
    'two to discover %d domains, one for a look, one for a domain',
    async (n) => {
      await start({ answerAfterIdleMs: 60 })
      daemon.host.domains = Array.from({ length: n }, (_, i) => fakeDomain({ name: `vm-${i}` }))
      const { discover, pulse, readMachine } = await connect()
      const before = daemon.waves
      expect((await discover()).machines).toHaveLength(n)
      expect(daemon.waves - before).toBe(2)
      expect((await pulse({ diskSizes: true })).machines).toHaveLength(n)
      expect(daemon.waves - before).toBe(3)
      await readMachine(daemon.host.domains[0]?.uuid ?? '00000000-0000-0000-0000-000000000000')
      expect(daemon.waves - before).toBe(4)
    },
  )

  test('events are asked for before anything is read', async () => {
    await start()
    await (await connect()).discover()
    const registered = daemon.calls.findIndex((call) => call.includes('Register'))
    expect(registered).toBeGreaterThan(0)
    expect(registered).toBeLessThan(daemon.calls.indexOf('connectGetAllDomainStats'))
  })
})

describe('what is odd on a host is marked, and the rest is found', () => {
  test('a domain whose document cannot be read is known by its figures', async () => {
    await start()
    daemon.host.domains = [
      fakeDomain({ name: 'good' }),
      fakeDomain({ name: 'bad', xml: '<domain><name>bad', memoryKiB: 1024 * 512 }),
      fakeDomain({ name: 'bomb', xml: '<!DOCTYPE d [<!ENTITY a "b">]><domain>&a;</domain>' }),
    ]
    const { machines } = await (await connect()).discover()
    expect(machines.map(({ name, described }) => [name, described])).toEqual([
      ['good', true],
      ['bad', false],
      ['bomb', false],
    ])
    expect(machines[1]).toMatchObject({ memoryMiB: 512, cores: 2, state: 'shutoff', disks: [] })
  })

  test('a domain that goes away meanwhile is gone; one that is refused stays', async () => {
    await start()
    daemon.host.domains = ['a', 'b', 'c'].map((name) => fakeDomain({ name }))
    const gone = { kind: 'error', code: 'VIR_ERR_NO_DOMAIN', message: 'no domain' } as const
    const refused = { kind: 'error', code: 'VIR_ERR_OPERATION_FAILED', message: 'busy' } as const
    daemon.fault(libvirt.domainGetXmlDesc, gone)
    daemon.fault(libvirt.domainGetXmlDesc, refused)
    const { machines } = await (await connect()).discover()
    expect(machines.map(({ name, described }) => [name, described])).toEqual([
      ['b', false],
      ['c', true],
    ])
  })

  test('a domain that comes between the list and the figures is described, one that goes is gone', async () => {
    await start()
    const [stays, comes, goes] = ['stays', 'comes', 'goes'].map((name) => fakeDomain({ name }))
    daemon.host.domains = [stays, comes].filter((domain) => domain !== undefined)
    const listed = [stays, goes].filter((domain) => domain !== undefined)
    daemon.answer(libvirt.connectListAllDomains, () =>
      listed.map(({ name, uuid }) => ({ name, uuid, id: -1 })),
    )
    const { machines } = await (await connect()).discover()
    expect(machines.map(({ name, described }) => [name, described])).toEqual([
      ['stays', true],
      ['comes', true],
    ])
  })

  test('a pool that does not tell its state, and one that is nowhere', async () => {
    await start()
    daemon.host.pools = [
      fakePool({ name: 'a', xml: `<pool type='rbd'><name>a</name></pool>` }),
      fakePool({ name: 'b', state: libvirt.StoragePoolState.inactive }),
      fakePool({ name: 'c', xml: 'no xml' }),
    ]
    const { host } = await (await connect()).discover()
    expect(host.storagePools).toMatchObject([
      { name: 'a', type: 'rbd', path: null, state: 'running' },
      { name: 'b', state: 'inactive', capacityBytes: null, availableBytes: null },
      { name: 'c', type: '', path: null, state: 'running' },
    ])
  })

  test('a disk belongs to the pool whose folder holds it, not to one whose name begins alike', async () => {
    await start()
    daemon.host.pools = [
      fakePool({ name: 'images', path: '/images' }),
      fakePool({ name: 'images2', path: '/images2/' }),
    ]
    const disk = (source: string) => ({
      target: 'vda',
      source,
      capacityBytes: 1,
      allocationBytes: 1,
    })
    daemon.host.domains = [
      fakeDomain({ name: 'one', disks: [disk('/images/a')] }),
      fakeDomain({ name: 'two', disks: [disk('/images2/a')] }),
      fakeDomain({ name: 'none', disks: [disk('/images3/a')] }),
    ]
    const { machines } = await (await connect()).discover()
    expect(machines.map(({ disks }) => disks[0]?.storage_pool ?? null)).toEqual([
      daemon.host.pools[0]?.uuid,
      daemon.host.pools[1]?.uuid,
      null,
    ])
  })

  test('figures that cannot be had: states at least', async () => {
    await start()
    daemon.host.domains = [fakeDomain({ name: 'a', state: libvirt.DomainState.paused })]
    const refused = { kind: 'error', code: 'VIR_ERR_OPERATION_TIMEOUT', message: 'lock' } as const
    daemon.fault(libvirt.connectGetAllDomainStats, refused)
    const { machines } = await (await connect()).discover()
    expect(machines).toMatchObject([{ name: 'a', state: 'paused', memoryMiB: 2048, cores: 2 }])
  })

  test('no storage driver is a warning', async () => {
    await start()
    const refused = { kind: 'error', code: 'VIR_ERR_NO_SUPPORT', message: 'not supported' } as const
    daemon.fault(libvirt.connectListAllStoragePools, refused)
    const { host } = await (await connect()).discover()
    expect(host.storagePools).toEqual([])
    expect(detailOf('storage_pool')).toBe('libvirt does not tell its storage pools: not supported')
  })
})

describe('the steps behind the socket', () => {
  test('in order, all well', async () => {
    await start()
    daemon.host.networks = [
      fakeNetwork({ name: 'maas', xml: '<network><name>maas</name></network>' }),
    ]
    await (await connect()).discover()
    expect(checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'address ok',
      'dns skipped',
      'tcp skipped',
      'host_key skipped',
      'login skipped',
      'socket ok',
      'libvirt ok',
      'qemu ok',
      'kvm ok',
      'storage_pool ok',
      'network ok',
    ])
  })

  test('a bare host: warnings, each with its line to copy', async () => {
    await start({
      host: { capabilities: '<capabilities/>', hypervisorVersion: 0, pools: [], networks: [] },
    })
    await (await connect()).discover()
    const warnings = checks.filter(({ state }) => state === 'warning')
    expect(warnings.map(({ name }) => name)).toEqual(['qemu', 'kvm', 'storage_pool', 'network'])
    for (const { fix } of warnings) expect(fix?.command).toBeTruthy()
  })

  test('a network that hands out addresses clashes, and the line switches that off', async () => {
    await start()
    const range = `<range start='192.168.122.2' end='192.168.122.254'/>`
    daemon.host.networks = [
      fakeNetwork({ name: 'default', xml: `<network><ip><dhcp>${range}</dhcp></ip></network>` }),
    ]
    await (await connect()).discover()
    expect(checks.find(({ name }) => name === 'network')?.fix?.command).toBe(
      `virsh net-update default delete ip-dhcp-range '<range start="192.168.122.2" end="192.168.122.254"/>' --live --config`,
    )
  })

  test('a pool that is not running: its name is one word for the shell', async () => {
    await start()
    daemon.host.pools = [fakePool({ name: `my 'pool'; reboot`, state: 0 })]
    await (await connect()).discover()
    expect(checks.find(({ name }) => name === 'storage_pool')?.fix?.command).toContain(
      `virsh pool-start 'my '\\''pool'\\''; reboot'`,
    )
  })

  test('a libvirt that is too old is refused', async () => {
    await start({ host: { libVersion: 1_002_002 } })
    const opened = await connect()
    await expect(opened.discover()).rejects.toMatchObject({
      fault: { code: 'libvirt_refused' },
      message: 'libvirt 1.2.2 is too old. Podyard needs 1.2.14 or newer.',
    })
    expect(stateOf('libvirt')).toBe('failed')
    expect(stateOf('qemu')).toBeUndefined()
  })

  test('a host that is lost while it describes itself', async () => {
    await start()
    daemon.host.domains = ['a', 'b', 'c'].map((name) => fakeDomain({ name }))
    daemon.fault(libvirt.domainGetXmlDesc, { kind: 'drop' })
    const opened = await connect()
    await expect(opened.discover()).rejects.toMatchObject({ fault: { code: 'connection_lost' } })
    expect(stateOf('kvm')).toBe('ok')
    expect(stateOf('storage_pool')).toBe('failed')
  })

  test('a daemon that never answers is given up', async () => {
    await start()
    daemon.silent = true
    await expect(connect()).rejects.toMatchObject({ fault: { code: 'libvirt_timeout' } })
  })
})

describe('changes', () => {
  test('are told with the machine they are about, those before anyone listened first', async () => {
    await start()
    const dom = { name: 'a', uuid: '00000000-0000-0000-0000-00000000000a', id: 1 }
    const opened = await connect()
    daemon.emit(libvirt.domainEventLifecycle, { dom, event: 2, detail: 0 })
    await opened.discover()
    const told: HostChange[] = []
    opened.onChange((change) => told.push(change))
    daemon.emit(libvirt.storagePoolEventRefresh, { pool: { name: 'p', uuid: dom.uuid } })
    await vi.waitFor(() => expect(told).toHaveLength(2))
    expect(told).toEqual([{ kind: 'machine', uuid: dom.uuid }, { kind: 'storage_pool' }])
  })

  test('an event that an old host does not know is done without', async () => {
    await start()
    const unknown = { kind: 'error', code: 'VIR_ERR_RPC', message: 'unknown procedure' } as const
    daemon.fault({ name: 'connectStoragePoolEventRegisterAny' }, unknown, 2)
    expect((await (await connect()).discover()).host.hostname).toBe('fake-host')
  })

  test('the end is told with its cause, and every call after it fails with it', async () => {
    await start()
    const opened = await connect()
    daemon.disconnectAll()
    expect(await opened.closed).toMatchObject({ code: 'connection_lost' })
    await expect(opened.pulse({ diskSizes: false })).rejects.toMatchObject({
      fault: { code: 'connection_lost' },
    })
  })
})
