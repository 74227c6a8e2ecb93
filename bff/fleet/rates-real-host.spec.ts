/** Rates of a real guest that does nothing but count. See scripts/lab/README.md. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { StartedHost } from '../../scripts/lab/host.ts'
import { openLab, type Lab } from '../../scripts/lab/lab.ts'
import { createLibvirtHypervisor } from '../hypervisor/libvirt-hypervisor.ts'
import type { HostConnection } from '../hypervisor/port.ts'
import { createRates, type Sample } from './rates.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'
const uuid = (n: number) => `6f0d1a29-5e3b-4c8a-9d27-00000000000${n}`

describe.skipIf(!found)(`rates of a real host${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let host: StartedHost
  let connection: HostConnection
  let look: (diskSizes?: boolean) => Promise<Sample>

  beforeAll(async () => {
    const machine = (n: number, name: string) => ({
      name,
      uuid: uuid(n),
      cores: 1,
      memoryMiB: 32,
      disks: [{ pool: 'default' as const, gib: 1, format: 'raw' as const }],
      networks: ['maas'],
      running: false,
    })
    host = await lab.startOwnHost(`rates-${process.pid}`, {
      contents: {
        pools: [{ name: 'default', active: true }],
        defaultNetwork: false,
        machines: [machine(1, 'busy'), machine(2, 'off')],
      },
    })
    // A boot sector that jumps to itself.
    const list = await host.virsh('domblklist', 'busy')
    const disk = /\S+$/m.exec(list.split('\n').find((line) => line.includes('/')) ?? '')?.[0]
    await host.inside(
      'sh',
      '-c',
      `printf '\\353\\376' | dd of=${disk} conv=notrunc && printf '\\125\\252' | dd of=${disk} bs=1 seek=510 conv=notrunc`,
    )
    await host.virsh('start', 'busy')
    const hypervisor = createLibvirtHypervisor({
      privateKey: readFileSync(lab.privateKeyPath, 'utf8'),
      socketPath: host.socket,
    })
    connection = await hypervisor.connect({
      address: 'qemu:///system',
      password: null,
      hostKey: null,
      trust: 'first_use',
      acceptFingerprint: null,
    })
    await connection.discover()
    const rates = createRates()
    look = async (diskSizes = false) =>
      rates(await connection.pulse({ diskSizes }), () => 1, performance.now())
  })
  afterAll(async () => {
    await connection?.close()
    await host?.stop()
  })

  test('a guest that counts keeps its core busy, and the host with it', async () => {
    await look(true)
    await vi.waitFor(
      async () => {
        const sample = await look(true)
        const busy = sample.machines.get(uuid(1))
        expect(busy?.cpu_percent).toBeGreaterThan(5)
        expect(busy?.memory_mib).toBeGreaterThan(5)
        expect(busy?.disk_read_bytes_per_second).toBeGreaterThanOrEqual(0)
        expect(busy?.network_receive_bytes_per_second).toBeGreaterThanOrEqual(0)
        expect(sample.host.cpu_percent).toBeGreaterThan(5)
        expect(sample.host.cpu_percent).toBeLessThanOrEqual(100)
        expect(sample.host.memory_mib).toBeGreaterThan(100)
      },
      { timeout: 30_000, interval: 1_000 },
    )
  })

  test('the processor time is the one that virsh tells', async () => {
    const told = async () =>
      Number(/cpu.time=(\d+)/.exec(await host.virsh('domstats', 'busy'))?.[1])
    const before = await told()
    const { machines } = await connection.pulse({ diskSizes: false })
    const ours = machines.find((each) => each.uuid === uuid(1))?.counters.cpuNs
    expect(ours).toBeGreaterThanOrEqual(before)
    expect(ours).toBeLessThanOrEqual(await told())
  })

  test('a machine that is off has no rates, and none of its disks either', async () => {
    const { machines } = await look(true)
    expect([...machines.keys()]).toEqual([uuid(1)])
  })
})
