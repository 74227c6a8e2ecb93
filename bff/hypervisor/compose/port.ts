/** Making and unmaking machines on a host, in Podyard's words. Types only. */
import type { Firmware } from '../../../contract/compose.ts'
import type { macvlanModes } from '../../../contract/pod.ts'
import type { MachineFacts } from '../../facts.ts'

export type DiskPlan = {
  /** Target device: `vda`. */
  name: string
  /** UUID of the storage pool. */
  pool: string
  /** Name of the volume to make, unique on the host. */
  volume: string
  bytes: number
}

export type InterfacePlan = {
  mac: string
  to:
    | { kind: 'network' | 'bridge'; name: string }
    | { kind: 'macvtap'; name: string; mode: (typeof macvlanModes)[number] }
}

/** A machine to be made, down to its identity: whoever finds its parts later knows whose they are. */
export type MachinePlan = {
  /** Of the domain. */
  uuid: string
  name: string
  cores: number
  memoryMiB: number
  /** In MAAS's words: `amd64/generic`. */
  architecture: string
  /** Whether the host runs guests on the hardware. */
  kvm: boolean
  firmware: Firmware
  hugepages: boolean
  /** Cores of the host, one for each of the machine's; empty: any. */
  pinnedCores: readonly number[]
  /** The first is booted from. */
  disks: readonly DiskPlan[]
  interfaces: readonly InterfacePlan[]
}

export type ComposedMachine = {
  /** What the host made of the plan. */
  facts: MachineFacts
  /** Bytes by UUID of the storage pool that its disks may still grow. */
  promised: ReadonlyMap<string, number>
}

/** What to remove. A domain or volume that is not there is none to remove. */
export type Doomed = {
  /** Of the domain; its disks go with it. */
  uuid: string
  /** Volumes that no domain names yet: what is left of a machine that was never finished. */
  volumes: readonly Pick<DiskPlan, 'pool' | 'volume'>[]
}

export type Removed = {
  /** Paths of volumes. */
  deleted: string[]
  /** Paths of disks that stay: another machine uses them, or they are no volumes of a storage pool. */
  kept: string[]
}

export type MachineMaker = {
  /**
   * Makes the volumes, defines the machine, compares what the host made of it, and has it start with the host. It is
   * left switched off.
   *
   * @throws ComposeError with the step that failed; what was made before it is removed again
   */
  compose: (plan: MachinePlan) => Promise<ComposedMachine>
  /**
   * Switches a machine off the hard way, deletes its volumes but those that another machine uses, and undefines it
   * with all that libvirt keeps of it. May be repeated after a failure.
   *
   * @throws HostError
   */
  decompose: (doomed: Doomed) => Promise<Removed>
}
