import * as z from 'zod/mini'
import { choice, doc, flag, looseText, text } from './fields.ts'
import { PodId, PodNetwork } from './pod.ts'
import { hostNameProblem } from './rules/host-names.ts'
import { MachineLink } from './storage.ts'

/** Kinds that Podyard makes; a host may have others. */
export const networkModes = ['nat', 'route', 'bridge'] as const
export type NetworkMode = (typeof networkModes)[number]

export const NetworkAddress = z.object({
  /** The host's own in this network. */
  address: z.string(),
  prefix: z.int(),
  /** Ranges that libvirt itself hands out. */
  dhcp: z.array(z.object({ start: z.string(), end: z.string() })),
})
export type NetworkAddress = z.infer<typeof NetworkAddress>

/** A network of libvirt, as its host defines it. */
export const Network = z.extend(PodNetwork, {
  resource_uri: z.string(),
  /** Null where the host did not tell. */
  autostart: z.nullable(z.boolean()),
  domain: z.nullable(z.string()),
  addresses: z.array(NetworkAddress),
  /** Those that are plugged into it, on or off. */
  machines: z.array(MachineLink),
  /** Those of them that run. */
  running_machines: z.array(MachineLink),
})
export type Network = z.infer<typeof Network>

/** An address that libvirt has handed out. */
export const NetworkLease = z.object({
  mac_address: z.string(),
  ip: z.string(),
  hostname: z.nullable(z.string()),
  /** UTC, ISO 8601. */
  expires: z.nullable(z.string()),
  machine: z.nullable(MachineLink),
})
export type NetworkLease = z.infer<typeof NetworkLease>

const networkName = () =>
  text(64).check(
    z.refine((name) => hostNameProblem(name) === undefined, {
      error: ({ input }) => hostNameProblem(String(input)) ?? '',
    }),
  )

/** As long as a Linux interface may be called. */
const bridgeName = () =>
  text(15).check(
    z.regex(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$/, 'Enter the name of a bridge, as ip link shows it.'),
  )

const domainName = () =>
  looseText(253).check(
    z.regex(
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*)?$/i,
      'Enter a domain: letters, digits, dashes and dots.',
    ),
  )

export const NetworkCreate = z.object({
  name: doc(networkName(), 'Name of the network; no other of the pod may have it.'),
  mode: doc(
    choice(networkModes),
    'How machines reach the world: nat (behind the host’s address), route (with their own), or bridge (as part of a network the host is in).',
  ),
  address: z.optional(
    doc(
      text(18),
      'The host’s own address in it, with its prefix length: 172.16.99.1/24. For nat and route.',
    ),
  ),
  bridge: z.optional(
    doc(
      bridgeName(),
      'For bridge: the bridge of the host to join. For nat and route: the name of the one to make; default: libvirt’s choice.',
    ),
  ),
  dhcp_start: z.optional(
    doc(text(15), 'First address that libvirt hands out. Default: it hands out none.'),
  ),
  dhcp_end: z.optional(doc(text(15), 'Last address that libvirt hands out.')),
  dns: z.optional(doc(flag(), 'Whether libvirt answers names on it. Default: false.')),
  domain: z.optional(doc(domainName(), 'DNS domain of its machines. Default: none.')),
  autostart: z.optional(doc(flag(), 'Start it with the host. Default: true.')),
})
export type NetworkCreate = z.output<typeof NetworkCreate>

export const NetworkUpdate = z.object({
  autostart: z.optional(doc(flag(), 'Start it with the host.')),
})

export const NetworkId = z.object({
  ...PodId.shape,
  network: doc(text(), 'Name or UUID of the network.'),
})

/** The network that MAAS's documentation has made on every KVM host. */
export const maasNetwork = {
  name: 'maas',
  mode: 'nat',
  address: '172.16.99.1/24',
  bridge: 'virbr1',
  domain: 'testnet',
} as const
