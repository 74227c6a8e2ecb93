import { prefixOf } from '../../../contract/rules/ipv4.ts'
import { scanXml } from './scan.ts'

/** A range of addresses that libvirt hands out. */
export type DhcpRange = { start: string; end: string }

export type NetworkXml = {
  bridge: string | null
  /** Null for an isolated network. */
  forward: string | null
  domain: string | null
  addresses: { address: string; prefix: number; dhcp: DhcpRange[] }[]
}

/**
 * Reads `virsh net-dumpxml`.
 *
 * @throws XmlError
 */
export function readNetworkXml(xml: string): NetworkXml {
  const network: NetworkXml = {
    bridge: null,
    forward: null,
    domain: null,
    addresses: [],
  }
  scanXml(xml, {
    open(path, attribute) {
      if (path === 'network/bridge') network.bridge = attribute('name') ?? null
      // A forward element without a mode means NAT.
      else if (path === 'network/forward') network.forward = attribute('mode') ?? 'nat'
      else if (path === 'network/domain') network.domain = attribute('name') ?? null
      else if (path === 'network/ip') {
        const address = attribute('address') ?? ''
        const written = attribute('prefix') ?? prefixOf(attribute('netmask') ?? '')
        const prefix = Number(written ?? usualPrefix(address))
        network.addresses.push({ address, prefix, dhcp: [] })
      } else if (path === 'network/ip/dhcp/range') {
        const range = { start: attribute('start') ?? '', end: attribute('end') ?? '' }
        network.addresses.at(-1)?.dhcp.push(range)
      }
    },
  })
  return network
}

/** Without a mask, libvirt takes that of the address's old class. */
function usualPrefix(address: string): number {
  if (address.includes(':')) return 64
  const first = Number(address.split('.')[0])
  return first < 128 ? 8 : first < 192 ? 16 : 24
}
