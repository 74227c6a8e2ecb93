import type { Input } from '../../contract/endpoints.ts'
import { maasNetwork, type Network, type NetworkMode } from '../../contract/network.ts'
import { formatIpv4, parseBlock } from '../../contract/rules/ipv4.ts'
import { networkProblems } from '../../contract/rules/networks.ts'

export type NetworkValues = {
  name: string
  mode: NetworkMode
  address: string
  bridge: string
  dhcp: boolean
  dhcp_start: string
  dhcp_end: string
  dns: boolean
  domain: string
  autostart: boolean
}

export const networkDefaults: NetworkValues = {
  name: '',
  mode: 'nat',
  address: '',
  bridge: '',
  dhcp: false,
  dhcp_start: '',
  dhcp_end: '',
  dns: false,
  domain: '',
  autostart: true,
}

/** The network of MAAS's documentation. */
export const maasPreset: NetworkValues = { ...networkDefaults, ...maasNetwork }

export type NetworkInput = Omit<Input<'networkCreate'>, 'id'>

/** Only what is on the screen is sent, and of that what is filled in; addresses are handed out from the usual range. */
export function toNetworkInput(values: NetworkValues): NetworkInput {
  const { mode, autostart } = values
  const filled = (field: 'address' | 'bridge' | 'dhcp_start' | 'dhcp_end' | 'domain') => {
    const text = values[field].trim()
    return text === '' ? {} : { [field]: text }
  }
  const common = { name: values.name.trim(), mode, autostart, ...filled('bridge') }
  if (mode === 'bridge') return common
  return {
    ...common,
    ...filled('address'),
    ...(values.dhcp
      ? { ...usualRange(values.address), ...filled('dhcp_start'), ...filled('dhcp_end') }
      : {}),
    ...(values.dns ? { dns: true } : {}),
    ...filled('domain'),
  }
}

type Field = 'name' | 'address' | 'bridge' | 'dhcp_start' | 'dhcp_end'

/** What is wrong with one field of the form as it is; undefined where nothing is. */
export function problemOf(
  field: Field,
  values: NetworkValues,
  known: readonly Network[],
): string | undefined {
  const { name, mode, address, bridge, dhcp_start, dhcp_end } = toNetworkInput(values) as Record<
    Field,
    string | undefined
  > & { mode: NetworkMode; name: string }
  const wanted = { name, mode, address, bridge, dhcp_start, dhcp_end }
  const problems = networkProblems(wanted, known)
  const half =
    values.dhcp && mode !== 'bridge' && dhcp_start === undefined && field === 'dhcp_start'
  return problems[field] ?? (half ? 'This field is required.' : undefined)
}

/** The second half of the block, which leaves the first to those with addresses of their own. */
export function usualRange(address: string): { dhcp_start: string; dhcp_end: string } | undefined {
  const block = parseBlock(address)
  if (!block || block.prefix > 28) return undefined
  const middle = block.first + (block.last + 1 - block.first) / 2
  return { dhcp_start: formatIpv4(middle), dhcp_end: formatIpv4(block.last - 1) }
}
