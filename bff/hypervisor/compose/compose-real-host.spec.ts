/** Machines made and unmade on real hosts; virsh is the oracle. See scripts/lab/README.md. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StartedHost } from '../../../scripts/lab/host.ts'
import { openLab, type Lab } from '../../../scripts/lab/lab.ts'
import { createLibvirtHypervisor } from '../libvirt-hypervisor.ts'
import type { HostConnection } from '../port.ts'
import { ComposeError } from './compose-error.ts'
import { serialLog } from './domain-xml.ts'
import type { MachinePlan } from './port.ts'

const found = await openLab()
const note = found ? '' : ': SKIPPED, no lab is running'

const uuid = '5f0c3b1e-4b1d-4a8f-9d27-0123456789ab'

describe.skipIf(!found)(`on a real host${note}`, { timeout: 60_000 }, () => {
  const lab = found as Lab
  let host: StartedHost
  let connection: HostConnection
  let pool: string
  beforeAll(async () => {
    host = await lab.startOwnHost('composing')
    connection = await connectTo('qemu:///system')
    const { host: facts } = await connection.discover()
    pool = facts.storagePools.find(({ name }) => name === 'default')?.uuid ?? ''
  }, 30_000)
  const connectTo = (address: string) =>
    createLibvirtHypervisor({
      privateKey: readFileSync(lab.privateKeyPath, 'utf8'),
      socketPath: host.socket,
      allowTestDriver: true,
    }).connect({
      address,
      password: null,
      hostKey: null,
      trust: 'first_use',
      acceptFingerprint: null,
    })
  afterAll(async () => {
    await connection?.close()
    await host?.stop()
  })

  const plan = (more: Partial<MachinePlan> = {}): MachinePlan => ({
    uuid,
    name: 'fresh-one',
    cores: 2,
    memoryMiB: 64,
    architecture: 'amd64/generic',
    kvm: false,
    firmware: 'bios',
    hugepages: false,
    pinnedCores: [],
    disks: [
      { name: 'vda', pool, volume: 'fresh-one-5f0c3b1e-vda', bytes: 8e9 },
      { name: 'vdb', pool, volume: 'fresh-one-5f0c3b1e-vdb', bytes: 1.5e9 },
    ],
    interfaces: [{ mac: '52:54:00:12:34:56', to: { kind: 'network', name: 'maas' } }],
    ...more,
  })
  const names = async (...order: string[]) =>
    (await host.virsh(...order))
      .split('\n')
      .map((line) => line.trim().split(/\s+/)[0])
      .filter(Boolean)
  const domains = () => names('list', '--all', '--name')
  const volumes = () => names('vol-list', 'default')

  test('made as planned, started, and removed without a trace', async () => {
    const made = await connection.maker.compose(plan())
    expect(made.facts).toMatchObject({ uuid, name: 'fresh-one', cores: 2, memoryMiB: 64 })
    const promised = made.promised.get(pool) ?? 0
    expect(promised).toBeGreaterThan(9.4e9)
    expect(promised).toBeLessThanOrEqual(9.5e9)

    const info = await host.virsh('dominfo', 'fresh-one')
    expect(info).toMatch(/UUID:\s+5f0c3b1e/)
    expect(info).toMatch(/CPU\(s\):\s+2/)
    expect(info).toMatch(/Max memory:\s+65536 KiB/)
    expect(info).toMatch(/Autostart:\s+enable/)
    expect(info).toMatch(/State:\s+shut off/)
    const xml = await host.virsh('dumpxml', 'fresh-one')
    for (const part of [
      /machine='pc-q35/,
      /<interface type='network'>\s*<mac address='52:54:00:12:34:56'\/>\s*<source network='maas'\/>\s*<model type='virtio'\/>\s*<boot order='2'\/>/,
      /<graphics type='vnc' port='-1' autoport='yes' listen='127\.0\.0\.1'>/,
      /<target type='virtio' name='org\.qemu\.guest_agent\.0'\/>/,
      /<log file='\/var\/log\/libvirt\/qemu\/fresh-one-serial0\.log' append='on'\/>/,
    ]) {
      expect(xml).toMatch(part)
    }
    expect(xml).not.toContain('spice')
    expect(await volumes()).toEqual(['fresh-one-5f0c3b1e-vda', 'fresh-one-5f0c3b1e-vdb'])
    const volume = await host.virsh('vol-dumpxml', '--pool', 'default', 'fresh-one-5f0c3b1e-vda')
    expect(volume).toMatch(/<capacity unit='bytes'>8000000000<\/capacity>/)
    expect(volume).toMatch(/<format type='qcow2'\/>/)

    await writeBootSector(host, '/var/lib/libvirt/images/fresh-one-5f0c3b1e-vda')
    await host.virsh('start', 'fresh-one')
    const log = serialLog('fresh-one').replace('/var/log/libvirt', join(host.directory, 'log'))
    await expect.poll(() => readFileSync(log, 'utf8'), { timeout: 30_000 }).toContain('podyard')
    expect(await host.virsh('domstate', 'fresh-one')).toMatch(/running/)

    const removed = await connection.maker.decompose({ uuid, volumes: [] })
    expect(removed.deleted).toHaveLength(2)
    expect(removed.kept).toEqual([])
    await nothingLeft()
  })

  const nothingLeft = async () => {
    expect(await domains()).toEqual([])
    expect(await volumes()).toEqual([])
  }
  const refused = async (more: Partial<MachinePlan>) => {
    const error = await connection.maker.compose(plan(more)).catch((each: unknown) => each)
    if (!(error instanceof ComposeError)) throw new Error('it was made', { cause: error })
    return error
  }

  test('a step that fails is named, and all before it is undone', async () => {
    const [first] = plan().disks
    const disks = first ? [first, { ...first, name: 'vdb' }] : []
    expect(await refused({ disks })).toMatchObject({ step: 'volumes', leftovers: false })
    await nothingLeft()

    // The lab's hosts have no UEFI firmware.
    const uefi = await refused({ firmware: 'uefi' })
    expect(uefi).toMatchObject({ step: 'connect', leftovers: false })
    expect(uefi.fault.fix?.command).toBe('sudo apt install ovmf')
    await nothingLeft()

    expect(await refused({ architecture: 'vax/generic' })).toMatchObject({ step: 'connect' })
    await nothingLeft()
  })

  test('pinned cores, huge pages, bridges and macvtap arrive as asked for', async () => {
    const { facts } = await connection.maker.compose(
      plan({
        pinnedCores: [1, 0],
        hugepages: true,
        interfaces: [
          { mac: '52:54:00:12:34:56', to: { kind: 'bridge', name: 'virbr1' } },
          { mac: '52:54:00:12:34:57', to: { kind: 'macvtap', name: 'eth"0', mode: 'private' } },
        ],
      }),
    )
    expect(facts.interfaces.map(({ type, source }) => [type, source])).toEqual([
      ['bridge', 'virbr1'],
      ['direct', 'eth"0'],
    ])
    const xml = await host.virsh('dumpxml', 'fresh-one')
    expect(xml).toMatch(/<vcpupin vcpu='0' cpuset='1'\/>\s*<vcpupin vcpu='1' cpuset='0'\/>/)
    expect(xml).toMatch(/<memoryBacking>\s*<hugepages\/>/)
    expect(xml).toMatch(/dev='eth&quot;0' mode='private'/)
    await connection.maker.decompose({ uuid, volumes: [] })
    await nothingLeft()
  })

  test('a volume that another machine or volume stands on is kept', async () => {
    const other = '5f0c3b1e-4b1d-4a8f-9d27-0123456789ac'
    await connection.maker.compose(plan())
    const images = '/var/lib/libvirt/images'
    await host.virsh(
      ...'vol-create-as default layer 8GB --format qcow2 --backing-vol fresh-one-5f0c3b1e-vda --backing-vol-format qcow2'.split(
        ' ',
      ),
    )
    const shares = plan({ uuid: other, name: 'other', disks: [], interfaces: [] })
    await connection.maker.compose(shares)
    await host.virsh('attach-disk', 'other', `${images}/fresh-one-5f0c3b1e-vdb`, 'vda', '--config')

    const removed = await connection.maker.decompose({ uuid, volumes: [] })
    expect(removed.deleted).toEqual([])
    expect(removed.kept.toSorted()).toEqual([
      `${images}/fresh-one-5f0c3b1e-vda`,
      `${images}/fresh-one-5f0c3b1e-vdb`,
    ])
    expect(await domains()).toEqual(['other'])
    expect(await volumes()).toHaveLength(3)

    await host.virsh('vol-delete', '--pool', 'default', 'layer')
    const rest = [{ pool, volume: 'fresh-one-5f0c3b1e-vda' }]
    expect((await connection.maker.decompose({ uuid, volumes: rest })).deleted).toHaveLength(1)
    expect((await connection.maker.decompose({ uuid: other, volumes: [] })).deleted).toHaveLength(1)
    await nothingLeft()
  })

  test('what has snapshots and runs is removed too', async () => {
    await connection.maker.compose(plan())
    await host.virsh('snapshot-create-as', 'fresh-one', 'before')
    await host.virsh('start', 'fresh-one')
    const { deleted } = await connection.maker.decompose({ uuid, volumes: [] })
    expect(deleted).toHaveLength(2)
    await nothingLeft()
  })

  test('a simulated host makes machines as well', async () => {
    const simulated = await connectTo('test:///default')
    const { host: facts } = await simulated.discover()
    const simulatedPool = facts.storagePools[0]?.uuid ?? ''
    const disks = plan().disks.map((disk) => Object.assign(disk, { pool: simulatedPool }))
    const interfaces = [
      { mac: '52:54:00:12:34:56', to: { kind: 'network', name: 'default' } },
    ] as const
    const { facts: made } = await simulated.maker.compose(plan({ disks, interfaces }))
    expect(made).toMatchObject({ uuid, cores: 2, memoryMiB: 64 })
    expect((await simulated.maker.decompose({ uuid, volumes: [] })).deleted).toHaveLength(2)
    expect(await simulated.readMachine(uuid)).toBeNull()
    await simulated.close()
  })
})

/** Not empty, so that there is something to be seen on the serial port: prints `podyard`, then halts. */
async function writeBootSector(host: StartedHost, path: string): Promise<void> {
  // For each character: mov al, C; out dx, al. Before it mov dx, 0x3f8; after it hlt and a jump back.
  const prints = [...Buffer.from('podyard\n')].flatMap((character) => [0xb0, character, 0xee])
  const code = Buffer.from([0xba, 0xf8, 0x03, ...prints, 0xf4, 0xeb, 0xfd])
  const sector = Buffer.alloc(512)
  code.copy(sector)
  sector.writeUInt16LE(0xaa55, 510)
  const raw = '/tmp/podyard-boot-sector'
  const script = `umask 77; base64 -d > ${raw} <<< ${sector.toString('base64')}; qemu-img convert -n -f raw -O qcow2 ${raw} ${path}; rm ${raw}`
  await host.inside('bash', '-c', script)
}
