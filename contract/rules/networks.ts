/** What may be done with networks, and which may be made; shared by BFF, UI and mocks. */
import type { NetworkMode } from '../network.ts'
import { inShort } from './host-names.ts'
import { type Block, isHostAddress, overlaps, parseBlock, parseIpv4 } from './ipv4.ts'

type User = { hostname: string }
type Network = { name: string; active: boolean }

export const whyNotStartNetwork = ({ name, active }: Network): string | undefined =>
  active ? `The network ${name} is active already.` : undefined

/** `running` are the machines that run and are plugged into it. */
export function whyNotStopNetwork(
  { name, active }: Network,
  running: readonly User[],
): string | undefined {
  if (!active) return `The network ${name} is not active.`
  return running.length === 0
    ? undefined
    : `Machines that run are plugged into the network ${name}: ${names(running)}. Stopping it would cut them off. Power them off first.`
}

/** `machines` are all that are plugged into it, on or off. */
export const whyNotDeleteNetwork = (
  { name }: Network,
  machines: readonly User[],
): string | undefined =>
  machines.length === 0
    ? undefined
    : `Machines are plugged into the network ${name}: ${names(machines)}. Without it they would not start. Plug them into another first.`

type Plug = { type: string; source: string | null }
type Socket = { name: string; bridge: string | null; forward: string | null }

/**
 * Whether an interface of a machine ends in the network: by its name, or by the bridge that libvirt made for it. The
 * bridge of a bridged network is the admin's, and stays when the network goes.
 */
export const isPluggedInto = ({ name, bridge, forward }: Socket, { type, source }: Plug): boolean =>
  (type === 'network' && source === name) ||
  (type === 'bridge' && bridge !== null && source === bridge && forward !== 'bridge')

const names = (users: readonly User[]) => inShort(users.map(({ hostname }) => hostname))

/** A network as it is asked for. */
export type WantedNetwork = {
  name: string
  mode: NetworkMode
  address?: string | undefined
  bridge?: string | undefined
  dhcp_start?: string | undefined
  dhcp_end?: string | undefined
}

export type KnownNetwork = {
  name: string
  bridge: string | null
  addresses: readonly { address: string; prefix: number }[]
}

type FieldProblems = Partial<
  Record<'name' | 'address' | 'bridge' | 'dhcp_start' | 'dhcp_end', string>
>

const required = 'This field is required.'

/** What is wrong with the fields, each with its message; empty where nothing is. */
export function networkProblems(
  wanted: WantedNetwork,
  known: readonly KnownNetwork[],
): FieldProblems {
  const problems: FieldProblems = {}
  if (known.some(({ name }) => name === wanted.name)) {
    problems.name = `The host has a network ${wanted.name} already.`
  }
  // Many networks may share a bridge that the admin made; one that libvirt makes belongs to its network.
  const owner =
    wanted.mode === 'bridge'
      ? undefined
      : known.find(({ bridge }) => bridge !== null && bridge === wanted.bridge)
  if (owner) problems.bridge = `The network ${owner.name} has this bridge already.`
  if (wanted.mode === 'bridge') {
    if (wanted.bridge === undefined) problems.bridge = required
    if (wanted.address !== undefined) {
      problems.address = 'A bridged network has the addresses of the network that it joins.'
    }
    if (wanted.dhcp_start !== undefined) {
      problems.dhcp_start = 'A bridged network has no DHCP of its own.'
    }
    return problems
  }
  return { ...problems, ...addressProblems(wanted, known) }
}

function addressProblems(wanted: WantedNetwork, known: readonly KnownNetwork[]): FieldProblems {
  if (wanted.address === undefined) return { address: required }
  const block = parseBlock(wanted.address)
  if (!block || block.prefix < 8 || block.prefix > 30) {
    return { address: 'Enter an IPv4 address with its prefix length, 8 to 30: 172.16.99.1/24.' }
  }
  if (block.address === block.first || block.address === block.last) {
    return { address: 'The first and the last address of a network cannot be the host’s own.' }
  }
  const other = known.find(({ addresses }) =>
    addresses.some(({ address, prefix }) => {
      const taken = parseBlock(`${address}/${prefix}`)
      return taken !== undefined && overlaps(taken, block)
    }),
  )
  if (other) return { address: `It overlaps the network ${other.name} of this host.` }
  return rangeProblems(wanted, block)
}

function rangeProblems({ dhcp_start, dhcp_end }: WantedNetwork, block: Block): FieldProblems {
  if (dhcp_start === undefined && dhcp_end === undefined) return {}
  if (dhcp_start === undefined) return { dhcp_start: required }
  if (dhcp_end === undefined) return { dhcp_end: required }
  const outside = 'Enter an address of this network that is not the host’s own.'
  const [start, end] = [parseIpv4(dhcp_start), parseIpv4(dhcp_end)]
  if (start === undefined || !isHostAddress(block, start)) return { dhcp_start: outside }
  if (end === undefined || !isHostAddress(block, end)) return { dhcp_end: outside }
  return start > end ? { dhcp_end: 'The last address comes before the first.' } : {}
}
