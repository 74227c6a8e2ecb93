/**
 * What a host tells about itself and its domains: read by the hypervisor port, kept by the store,
 * shown by the views. Types only, because all of those rooms meet here.
 */
import type { BlockDevice, DomainState, NetworkInterface } from '../contract/machine.ts'
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
  /** libvirt's forward mode (nat, route, bridge, ...); null for an isolated network. */
  forward: string | null
  bridge: string | null
  /** Whether libvirt itself hands out addresses on it. */
  dhcp: boolean
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
