/**
 * What a host tells about itself and its domains: read by the hypervisor port, kept by the store,
 * shown by the views. Types only, because all of those rooms meet here.
 */
import type { BlockDevice, DomainState, NetworkInterface } from '../contract/machine.ts'
import type { NetworkAddress } from '../contract/network.ts'
import type { StoragePoolState } from '../contract/pod.ts'

/** A storage pool. Bytes; null where libvirt cannot tell, as for every pool that is not running. */
export type StoragePoolFacts = {
  uuid: string
  name: string
  /** libvirt's word: dir, logical, netfs, rbd, ... */
  type: string
  /** Target path; null for a pool that is nowhere in the file system. */
  path: string | null
  state: StoragePoolState
  autostart: boolean
  capacityBytes: number | null
  allocationBytes: number | null
  availableBytes: number | null
  /** How much the thin disks of machines in it may still grow; absent where nobody looked. */
  promisedBytes?: number
}

export type NetworkFacts = {
  uuid: string
  name: string
  active: boolean
  /** Whether it starts with the host; null where the host does not tell. */
  autostart: boolean | null
  /** libvirt's forward mode (nat, route, bridge, ...); null for an isolated network. */
  forward: string | null
  bridge: string | null
  domain: string | null
  addresses: NetworkAddress[]
  /** Whether libvirt itself hands out addresses on it. */
  dhcp: boolean
}

/** A domain that has hold of something. It need not be a machine: those deleted here may stay on their host. */
export type Holder = { uuid: string; name: string; running: boolean }

/** A volume as its host has it; null where the host cannot tell. */
export type VolumeFacts = {
  name: string
  /** Null for volumes that are nowhere in the file system. */
  path: string | null
  /** libvirt's word: file, block, dir, network, ... */
  type: string
  format: string | null
  capacityBytes: number | null
  allocationBytes: number | null
  /** Path of what its content stands on. */
  backing: string | null
  /** The domains that hold on to it: as a disk, in a drive, as firmware, under another volume. By name. */
  heldBy: Holder[]
}

/** What is in one storage pool. */
export type PoolVolumes = {
  poolUuid: string
  /** How many volumes the pool holds, of which the first few thousand are told. */
  total: number
  /** Ordered by name. */
  volumes: VolumeFacts[]
}

export type HostFacts = {
  hostname: string
  /** Logical CPUs. */
  cores: number
  memoryMiB: number
  /** As libvirt reports it now, MHz; null where it cannot tell. */
  cpuSpeedMHz: number | null
  /** In MAAS's words: `amd64/generic`. */
  architecture: string
  /** `9.0.0` */
  libvirtVersion: string | null
  qemuVersion: string | null
  /** Whether guests run on the hardware, not emulated. */
  kvm: boolean
  storagePools: StoragePoolFacts[]
  networks: NetworkFacts[]
}

/** A domain as the host has it. The order of disks and interfaces is the host's. */
export type MachineFacts = {
  /** Identity on its host: survives a rename and a redefinition. */
  uuid: string
  name: string
  state: DomainState
  /** The most that it may have, on or off. */
  cores: number
  /** The most that it may have, on or off; MiB, rounded down. */
  memoryMiB: number
  architecture: string
  /** Whether the host described it. Where not, architecture, disks and interfaces are unknown, hence empty. */
  described: boolean
  disks: BlockDevice[]
  interfaces: NetworkInterface[]
}
