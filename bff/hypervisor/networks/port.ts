/** What Podyard asks of a host about its networks. */
import type { Holder, NetworkFacts } from '../../facts.ts'
import type { DhcpRange } from '../xml/network.ts'

/** A network to be made. Names and addresses were checked before. */
export type NewNetwork = { name: string; autostart: boolean } & (
  | { mode: 'bridge'; bridge: string }
  | {
      mode: 'nat' | 'route'
      /** The host's own, with its prefix length: `172.16.99.1/24`. */
      address: string
      /** Undefined: libvirt's choice. */
      bridge: string | undefined
      dhcp: DhcpRange | undefined
      dns: boolean
      domain: string | undefined
    }
)

export type Lease = {
  mac: string
  ip: string
  hostname: string | null
  /** Seconds since 1970; null for one that never ends. */
  expires: number | null
}

/** Addresses that hold now, by MAC address in lower case. */
export type Addresses = ReadonlyMap<string, readonly string[]>

/** Every call rejects with `HostError`, or `HostRefusal` where the host would not do it. */
export type NetworkHost = {
  /** All of them, by name; two round trips. */
  read: () => Promise<NetworkFacts[]>
  /** Defines and starts it. When the start fails, it is taken back. */
  create: (network: NewNetwork) => Promise<void>
  start: (uuid: string) => Promise<void>
  stop: (uuid: string) => Promise<void>
  setAutostart: (uuid: string, autostart: boolean) => Promise<void>
  /** Stops it where it runs, then has the host forget it. */
  remove: (uuid: string) => Promise<void>
  /** The domains that are plugged into it, or will be at their next start. */
  users: (network: Pick<NetworkFacts, 'name' | 'bridge' | 'forward'>) => Promise<Holder[]>
  leases: (uuid: string) => Promise<Lease[]>
}
