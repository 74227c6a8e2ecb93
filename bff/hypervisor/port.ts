/** What Podyard asks of a hypervisor, in its own words. Types only: libvirt is one way to answer. */
import type { Check, Fix } from '../../contract/check.ts'
import type { DomainState } from '../../contract/machine.ts'
import type { HostKey, ReachCode } from '../../contract/problem.ts'
import type { HostConsoles } from './consoles/port.ts'
import type { HostFacts, MachineFacts, StoragePoolFacts } from '../facts.ts'
import type { MachineMaker } from './compose/port.ts'
import type { Addresses, NetworkHost } from './networks/port.ts'
import type { StorageHost } from './storage/port.ts'
import type { MachinePower } from './power/port.ts'

/** Why a host cannot be used, or can no longer. */
export type HostErrorCode = ReachCode

/** One cause, in words for an operator, and one way out of it. */
export type HostFault = {
  code: HostErrorCode
  /** What happened, and why. */
  message: string
  fix: Fix | null
  /** The key that the host showed, where the fault is about it. */
  hostKey: HostKey | null
}

export type Target = {
  /** An address as `parseAddress` accepts it. */
  address: string
  /** Tried after our key was refused. */
  password: string | null
  /** The pinned key; null for a host never met. */
  hostKey: HostKey | null
  /** What to do with the key of a host never met. */
  trust: 'first_use' | 'ask'
  /** The one key to accept, instead of the pinned one. */
  acceptFingerprint: string | null
}

export type ConnectOptions = {
  /** Told of every step when it starts and when it ends. */
  onCheck?: ((check: Check) => void) | undefined
  /** Gives up; the promise then rejects with the signal's reason. */
  signal?: AbortSignal | undefined
}

export type Hypervisor = {
  /**
   * Reaches a host, step by step, and asks it to tell about changes from then on.
   * Takes at most about 10 s, whatever the host does.
   *
   * @throws HostError with the checks so far; InvalidAddress
   */
  connect: (target: Target, options?: ConnectOptions) => Promise<HostConnection>
}

/** Everything that a host holds. */
export type Discovery = {
  host: HostFacts
  machines: MachineFacts[]
  /** What its networks gave out; absent where they were not asked. */
  addresses?: Addresses
}

/**
 * What a machine has used since it was started; each only grows. Null where the host did not say; of a machine that is
 * off it may say anything.
 */
export type MachineCounters = {
  /** Processor time of all its cores, and of QEMU itself. */
  cpuNs: number | null
  /** Not a counter: what it takes of the host's memory now. */
  residentKiB: number | null
  /** Of all disks together; null when sizes were not asked for. */
  readBytes: number | null
  writtenBytes: number | null
  /** Of all interfaces together, as the guest sees it. */
  receivedBytes: number | null
  sentBytes: number | null
}

/** The same of a host. */
export type HostCounters = {
  /** Of all cores, since the host was started; null where it does not say. */
  cpu: { busyNs: number; totalNs: number } | null
  /** All but what is free, buffered and cached. */
  usedMemoryKiB: number | null
}

/** What a light look at a domain tells; null where the host did not say. */
export type MachinePulse = {
  uuid: string
  name: string
  state: DomainState
  memoryMiB: number | null
  /** Capacity in bytes by disk name; null when sizes were not asked for. */
  diskBytes: ReadonlyMap<string, number> | null
  counters: MachineCounters
}

export type PoolPulse = Pick<
  StoragePoolFacts,
  'uuid' | 'state' | 'capacityBytes' | 'allocationBytes' | 'availableBytes'
>

export type Pulse = {
  machines: MachinePulse[]
  storagePools: PoolPulse[]
  host: HostCounters
  /** What its networks gave out; absent where they were not asked. */
  addresses?: Addresses
}

/** Something on the host is not as it was. Read it again to know what it is now. */
export type HostChange = { kind: 'machine'; uuid: string } | { kind: 'storage_pool' | 'network' }

/** An open connection to one host. Every call rejects with `HostError` once it is closed. */
export type HostConnection = {
  /** Null for a host that is reached without one. */
  hostKey: HostKey | null
  /** `unix`, `direct channel`, `virt-ssh-helper`, `nc`. */
  transport: string
  /** The steps that led here. */
  readonly checks: readonly Check[]
  /** Reads everything, in two round trips. Tells the steps behind the socket. */
  discover: (options?: ConnectOptions) => Promise<Discovery>
  /** Looks at the host, all domains and storage pools, in one round trip. Disk figures cost running guests time. */
  pulse: (options: { diskSizes: boolean }) => Promise<Pulse>
  /** Reads one domain; null when there is none of this UUID. */
  readMachine: (uuid: string) => Promise<MachineFacts | null>
  maker: MachineMaker
  power: MachinePower
  /** Has the host look at its storage anew. May take long; one pool that cannot does not fail it. */
  rescanStorage: () => Promise<void>
  /** What people see and type there. */
  consoles: HostConsoles
  storage: StorageHost
  networks: NetworkHost
  /** The one who listens. Changes since the connection was made are told first. */
  onChange: (listener: (change: HostChange) => void) => void
  /** Resolves when the connection is over, whoever ended it. */
  closed: Promise<HostFault>
  /** Ends it. Never rejects. */
  close: () => Promise<void>
}
