/**
 * The simulated hosts of `./x demo`: what stands on them, always the same. Written as host files of
 * libvirt's `test` driver, which gives every storage pool 100 GiB, hence the several pools.
 */
import { createHash } from 'node:crypto'

export type DemoHost = {
  name: string
  zone: string
  pool: string
  cpuOverCommit: number
  memoryOverCommit: number
  sockets: number
  coresPerSocket: number
  threads: number
  mhz: number
  memoryGiB: number
  storagePools: DemoStoragePool[]
  /** What its machines are for, and how many of each. */
  roles: Record<string, number>
  hasMaasNetwork: boolean
}

/** `filled` is the share of the pool that its volumes take, 0 to 1. */
type DemoStoragePool = { name: string; path: string; filled: number }

type Size = { cores: number; memoryGiB: number; disksGib: number[] }

const sizes: Record<string, Size> = {
  web: { cores: 2, memoryGiB: 4, disksGib: [20] },
  api: { cores: 4, memoryGiB: 8, disksGib: [20] },
  db: { cores: 8, memoryGiB: 32, disksGib: [20, 200] },
  cache: { cores: 2, memoryGiB: 16, disksGib: [10] },
  queue: { cores: 2, memoryGiB: 4, disksGib: [10, 40] },
  ci: { cores: 4, memoryGiB: 8, disksGib: [60] },
  build: { cores: 8, memoryGiB: 16, disksGib: [120] },
  monitor: { cores: 2, memoryGiB: 8, disksGib: [20, 100] },
  mail: { cores: 2, memoryGiB: 4, disksGib: [20, 80] },
  dns: { cores: 1, memoryGiB: 1, disksGib: [8] },
  vpn: { cores: 1, memoryGiB: 1, disksGib: [8] },
  desktop: { cores: 4, memoryGiB: 8, disksGib: [80] },
  backup: { cores: 2, memoryGiB: 4, disksGib: [20, 400] },
  lab: { cores: 1, memoryGiB: 2, disksGib: [12] },
}

const images = { name: 'default', path: '/var/lib/libvirt/images', filled: 0.42 }
const fast = { name: 'fast', path: '/srv/nvme/images', filled: 0.71 }
const bulk = { name: 'bulk', path: '/srv/hdd/images', filled: 0.88 }

const usual = {
  zone: 'default',
  pool: 'default',
  cpuOverCommit: 1,
  memoryOverCommit: 1,
  sockets: 1,
  coresPerSocket: 8,
  threads: 2,
  mhz: 2400,
  memoryGiB: 64,
  storagePools: [images],
  hasMaasNetwork: true,
}

export const demoHosts: DemoHost[] = [
  {
    ...usual,
    name: 'amber',
    zone: 'hall-a',
    pool: 'production',
    cpuOverCommit: 4,
    memoryOverCommit: 1.5,
    sockets: 2,
    coresPerSocket: 16,
    mhz: 2900,
    memoryGiB: 256,
    storagePools: [images, fast, bulk],
    roles: { web: 14, api: 10, cache: 4, queue: 3, db: 3, monitor: 2, dns: 2, mail: 1, vpn: 1 },
  },
  {
    ...usual,
    // Promised more memory than it has: shown as a negative number.
    name: 'basalt',
    zone: 'hall-a',
    pool: 'production',
    cpuOverCommit: 2,
    sockets: 2,
    coresPerSocket: 12,
    mhz: 3100,
    memoryGiB: 192,
    storagePools: [{ ...images, filled: 0.95 }, fast],
    roles: { db: 5, cache: 3, backup: 2, monitor: 1 },
  },
  {
    ...usual,
    name: 'cobalt',
    zone: 'hall-b',
    pool: 'production',
    cpuOverCommit: 2,
    coresPerSocket: 16,
    memoryGiB: 128,
    storagePools: [images, fast],
    roles: { web: 8, api: 6, queue: 2, dns: 1, vpn: 1 },
  },
  {
    ...usual,
    name: 'dune',
    zone: 'hall-b',
    pool: 'build-farm',
    cpuOverCommit: 8,
    memoryOverCommit: 2,
    coresPerSocket: 24,
    mhz: 3400,
    memoryGiB: 128,
    storagePools: [fast],
    roles: { ci: 16, build: 6 },
  },
  { ...usual, name: 'ember', zone: 'hall-b', roles: { desktop: 6, lab: 4 }, cpuOverCommit: 3 },
  {
    ...usual,
    name: 'flint',
    zone: 'branch-office',
    coresPerSocket: 4,
    mhz: 2000,
    memoryGiB: 16,
    // Its disks are full.
    storagePools: [{ ...images, filled: 0.99 }],
    roles: { dns: 1, vpn: 1, mail: 1, web: 2 },
  },
  {
    ...usual,
    name: 'garnet',
    zone: 'branch-office',
    cpuOverCommit: 2,
    coresPerSocket: 4,
    threads: 1,
    memoryGiB: 32,
    roles: { dns: 1, backup: 1, desktop: 1 },
    hasMaasNetwork: false,
  },
  {
    ...usual,
    name: 'heron',
    pool: 'build-farm',
    cpuOverCommit: 10,
    memoryOverCommit: 2,
    memoryGiB: 96,
    storagePools: [images, bulk],
    roles: { lab: 22, ci: 4, build: 2 },
  },
]

export const demoZones = {
  'hall-a': 'Main site, first hall',
  'hall-b': 'Main site, second hall',
  'branch-office': 'Two small machines under a desk',
}
export const demoResourcePools = {
  production: 'What customers see',
  'build-farm': 'May be switched off at night',
}

/** The host file of one host. */
export function hostXml(host: DemoHost): string {
  const machines = Object.entries(host.roles).flatMap(([role, count]) =>
    Array.from({ length: count }, (_, index) => machine(host, role, index)),
  )
  const cores = host.sockets * host.coresPerSocket * host.threads
  return `<node>
  <cpu>
    <mhz>${host.mhz}</mhz><model>x86_64</model><active>${cores}</active><nodes>1</nodes>
    <sockets>${host.sockets}</sockets><cores>${host.coresPerSocket}</cores><threads>${host.threads}</threads>
  </cpu>
  <memory>${host.memoryGiB * 1024 * 1024}</memory>
  ${networkXml(host)}
${host.storagePools.map((pool) => poolXml(host, pool, machines)).join('\n')}
${machines.map((each) => machineXml(host, each)).join('\n')}
</node>
`
}

type Disk = { volume: string; pool: DemoStoragePool; gib: number }
type Machine = { name: string; size: Size; running: boolean; disks: Disk[] }

function machine(host: DemoHost, role: string, index: number): Machine {
  const size = sizes[role]
  if (!size) throw new Error(`no size for role ${role}`)
  const name = `${role}-${String(index + 1).padStart(2, '0')}`
  const disks = size.disksGib.map((gib, n) => {
    // Large disks go to the last pool, where there is one for them.
    const wanted = gib >= 100 ? host.storagePools.length - 1 : chance(host.name, name, n) * 2
    const pool = host.storagePools[Math.min(Math.floor(wanted), host.storagePools.length - 1)]
    if (!pool) throw new Error(`host ${host.name} has no storage pool`)
    return { volume: `${name}-${n === 0 ? 'root' : 'data'}.qcow2`, pool, gib }
  })
  return { name, size, disks, running: chance(host.name, name, 'running') > 0.15 }
}

function networkXml(host: DemoHost): string {
  const [name, bridge, subnet] = host.hasMaasNetwork
    ? ['maas', 'virbr1', '172.16.99']
    : ['default', 'virbr0', '192.168.122']
  return `<network>
    <name>${name}</name><uuid>${uuid(host.name, 'network')}</uuid>
    <forward mode="nat"/><bridge name="${bridge}" stp="off" delay="0"/>
    <ip address="${subnet}.1" netmask="255.255.255.0"/>
  </network>`
}

function poolXml(host: DemoHost, pool: DemoStoragePool, machines: Machine[]): string {
  const disks = machines.flatMap((each) => each.disks.filter((disk) => disk.pool === pool))
  const promisedGib = disks.reduce((sum, { gib }) => sum + gib, 0)
  const volumes = disks.map(({ volume, gib }) => {
    // A volume never takes more than its own size; nor all of them more than the pool is filled.
    const takenMiB = Math.floor(Math.min(gib, (pool.filled * 100 * gib) / promisedGib) * 1024)
    return `    <volume>
      <name>${volume}</name>
      <capacity unit="GiB">${gib}</capacity><allocation unit="MiB">${takenMiB}</allocation>
      <target><format type="qcow2"/></target>
    </volume>`
  })
  return `  <pool type="dir">
    <name>${pool.name}</name><uuid>${uuid(host.name, 'pool', pool.name)}</uuid>
    <target><path>${pool.path}</path></target>
${volumes.join('\n')}
  </pool>`
}

function machineXml(host: DemoHost, { name, size, disks, running }: Machine): string {
  const id = uuid(host.name, name)
  const mac = `52:54:00:${id.slice(0, 2)}:${id.slice(2, 4)}:${id.slice(4, 6)}`
  const diskXml = disks.map(
    ({ pool, volume }, index) => `
      <disk type="file" device="disk">
        <driver name="qemu" type="qcow2"/><source file="${pool.path}/${volume}"/>
        <target dev="vd${'abc'[index]}" bus="virtio"/>
      </disk>`,
  )
  return `  <domain type="test" xmlns:test="http://libvirt.org/schemas/domain/test/1.0">
    <name>${name}</name><uuid>${id}</uuid>
    <memory unit="GiB">${size.memoryGiB}</memory><vcpu>${size.cores}</vcpu>
    <os><type>hvm</type></os>
    <devices>${diskXml.join('')}
      <interface type="network">
        <mac address="${mac}"/><source network="${host.hasMaasNetwork ? 'maas' : 'default'}"/><model type="virtio"/>
      </interface>
    </devices>
    <test:runstate>${running ? 1 : 5}</test:runstate>
  </domain>`
}

function digest(...names: (string | number)[]): Buffer {
  return createHash('sha256').update(names.join('/')).digest()
}

/** Always the same for the same names: 0 to 1. */
function chance(...names: (string | number)[]): number {
  return digest(...names).readUInt16BE(0) / 0xffff
}

function uuid(...names: string[]): string {
  const hex = digest(...names).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
