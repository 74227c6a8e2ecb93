import { SecretUsageType } from '../protocol/constants.ts'
import { DomainBlockJobType } from '../protocol/constants-domain-block.ts'
import type { TypedParam } from '../protocol/typed-param.ts'
import { uuidOf } from './fake-uuid.ts'

// What a fake host and its domains have beside the plain things of `fake-host.ts`.

export interface FakeSecret {
  uuid: string
  usageType: number
  usageId: string
  /** A private secret's value never leaves the host. */
  isPrivate: boolean
  value: Uint8Array | undefined
  xml: string
}

export interface FakeNodeDevice {
  name: string
  parent: string | null
  /** Such as `pci` or `net`. */
  capabilities: string[]
}

export interface FakeInterface {
  name: string
  mac: string
  active: boolean
}

export interface FakeNwfilter {
  name: string
  uuid: string
  xml: string
}

export interface FakeSnapshot {
  name: string
  /** The name of the snapshot it was made after. */
  parent: string | null
  xml: string
}

export interface FakeBlockJob {
  /** The disk's target, such as vda. */
  disk: string
  /** DomainBlockJobType. */
  type: number
  /** MiB/s, 0 for no limit. */
  bandwidth: number
  cur: number
  end: number
  /** Where a copy goes. */
  destination: string | undefined
}

/** What was set and never interpreted: typed parameters by kind, such as `scheduler`. */
export type FakeTuning = Record<string, TypedParam[]>

export function fakeSecret(given: Partial<FakeSecret> & { usageId: string }): FakeSecret {
  const uuid = uuidOf(`secret ${given.usageId}`)
  return {
    uuid,
    usageType: SecretUsageType.volume,
    isPrivate: false,
    value: undefined,
    xml: `<secret><uuid>${uuid}</uuid></secret>`,
    ...given,
  }
}

/** A job that has read everything and waits to be ended. */
export function fakeBlockJob(given: Partial<FakeBlockJob> & { disk: string }): FakeBlockJob {
  const type = DomainBlockJobType.copy
  return { type, bandwidth: 0, cur: 0, end: 0, destination: undefined, ...given }
}

export const fakeNodeDevices = (): FakeNodeDevice[] => [
  { name: 'computer', parent: null, capabilities: ['system'] },
  { name: 'pci_0000_00_02_0', parent: 'computer', capabilities: ['pci'] },
  { name: 'net_eth0_52_54_00_00_00_10', parent: 'pci_0000_00_02_0', capabilities: ['net'] },
]

export const fakeInterfaces = (): FakeInterface[] => [
  { name: 'lo', mac: '00:00:00:00:00:00', active: true },
  { name: 'eth0', mac: '52:54:00:00:00:10', active: true },
]
