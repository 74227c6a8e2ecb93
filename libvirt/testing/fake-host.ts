import { createHash } from 'node:crypto'
import { DomainState } from '../protocol/constants-domain.ts'
import { StoragePoolState } from '../protocol/constants-storage.ts'
import {
  fakeInterfaces,
  fakeNodeDevices,
  type FakeBlockJob,
  type FakeInterface,
  type FakeNodeDevice,
  type FakeNwfilter,
  type FakeSecret,
  type FakeSnapshot,
  type FakeTuning,
} from './fake-objects.ts'
import { uuidOf } from './fake-uuid.ts'

/** What a fake host consists of. Plain data: change it at any time, the next call sees it. */
export interface FakeHost {
  hostname: string
  /** As in connectGetType: QEMU or TEST. */
  type: string
  /** 1 000 000 major + 1 000 minor + release. */
  libVersion: number
  hypervisorVersion: number
  node: {
    model: string
    memoryKiB: number
    freeMemoryBytes: number
    cpus: number
    mhz: number
    sockets: number
    cores: number
    threads: number
  }
  capabilities: string
  domainCapabilities: string
  domains: FakeDomain[]
  pools: FakePool[]
  networks: FakeNetwork[]
  secrets: FakeSecret[]
  nodeDevices: FakeNodeDevice[]
  interfaces: FakeInterface[]
  nwfilters: FakeNwfilter[]
}

export interface FakeDisk {
  target: string
  source: string
  capacityBytes: number
  allocationBytes: number
}

export interface FakeNic {
  mac: string
  network: string
  model: string
}

export interface FakeDomain {
  name: string
  uuid: string
  /** -1 when shut off. */
  id: number
  state: number
  autostart: boolean
  vcpus: number
  memoryKiB: number
  disks: FakeDisk[]
  nics: FakeNic[]
  /** False for one that is gone when it stops. */
  persistent: boolean
  /** By type and, for elements, URI: see `metadataKey`. */
  metadata: Record<string, string>
  tuning: FakeTuning
  /** Processors by virtual CPU; all where there is none. */
  pins: Record<number, number[]>
  snapshots: FakeSnapshot[]
  /** The name of the current one. */
  currentSnapshot: string | null
  blockJobs: FakeBlockJob[]
  /** Returned as it is; made from the fields above when undefined. */
  xml: string | undefined
}

export interface FakeVolume {
  name: string
  capacityBytes: number
  allocationBytes: number
  /** What was uploaded; nothing when undefined. */
  content?: Buffer
}

export interface FakePool {
  name: string
  uuid: string
  state: number
  autostart: boolean
  path: string
  persistent: boolean
  capacityBytes: number
  allocationBytes: number
  volumes: FakeVolume[]
  xml: string | undefined
}

export interface FakeNetwork {
  name: string
  uuid: string
  active: boolean
  autostart: boolean
  bridge: string
  persistent: boolean
  xml: string | undefined
}

const MiB = 1024 ** 2
const GiB = 1024 ** 3

/** A domain, shut off unless `state` says otherwise; what is not given is made up. */
export function fakeDomain(given: Partial<FakeDomain> & { name: string }): FakeDomain {
  const { name, state = DomainState.shutoff } = given
  return {
    uuid: uuidOf(`domain ${name}`),
    id: state === DomainState.shutoff ? -1 : 1,
    state,
    autostart: false,
    vcpus: 2,
    memoryKiB: 2 * MiB,
    disks: [
      {
        target: 'vda',
        source: `/var/lib/libvirt/images/${name}.qcow2`,
        capacityBytes: 8 * GiB,
        allocationBytes: GiB,
      },
    ],
    nics: [{ mac: macOf(name), network: 'default', model: 'virtio' }],
    persistent: true,
    metadata: {},
    tuning: {},
    pins: {},
    snapshots: [],
    currentSnapshot: null,
    blockJobs: [],
    xml: undefined,
    ...given,
  }
}

/** In the range that QEMU's addresses are taken from. */
function macOf(name: string): string {
  const hex = createHash('md5').update(`mac ${name}`).digest('hex')
  return `52:54:00:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`
}

/** A directory pool, active unless `state` says otherwise. */
export function fakePool(given: Partial<FakePool> & { name: string }): FakePool {
  return {
    uuid: uuidOf(`pool ${given.name}`),
    state: StoragePoolState.running,
    autostart: true,
    path: `/var/lib/libvirt/${given.name}`,
    persistent: true,
    capacityBytes: 100 * GiB,
    allocationBytes: 20 * GiB,
    volumes: [],
    xml: undefined,
    ...given,
  }
}

/** A NAT network, active unless `active` says otherwise. */
export function fakeNetwork(given: Partial<FakeNetwork> & { name: string }): FakeNetwork {
  return {
    uuid: uuidOf(`network ${given.name}`),
    active: true,
    autostart: true,
    bridge: 'virbr0',
    persistent: true,
    xml: undefined,
    ...given,
  }
}

/** An empty host with a `default` pool and network; what is given replaces that. */
export function fakeHost(given: Partial<FakeHost> = {}): FakeHost {
  return {
    hostname: 'fake-host',
    type: 'QEMU',
    libVersion: 9_000_000,
    hypervisorVersion: 7_002_022,
    node: {
      model: 'x86_64',
      memoryKiB: 16 * MiB,
      freeMemoryBytes: 12 * GiB,
      cpus: 8,
      mhz: 2_400,
      sockets: 1,
      cores: 4,
      threads: 2,
    },
    capabilities:
      '<capabilities><host><cpu><arch>x86_64</arch></cpu></host><guest><os_type>hvm</os_type><arch name="x86_64"><wordsize>64</wordsize><emulator>/usr/bin/qemu-system-x86_64</emulator><domain type="qemu"/><domain type="kvm"/></arch></guest></capabilities>',
    domainCapabilities:
      '<domainCapabilities><path>/usr/bin/qemu-system-x86_64</path><domain>kvm</domain><machine>pc-q35-7.2</machine><arch>x86_64</arch></domainCapabilities>',
    domains: [],
    pools: [fakePool({ name: 'default', path: '/var/lib/libvirt/images' })],
    networks: [fakeNetwork({ name: 'default' })],
    secrets: [],
    nodeDevices: fakeNodeDevices(),
    interfaces: fakeInterfaces(),
    nwfilters: [],
    ...given,
  }
}
