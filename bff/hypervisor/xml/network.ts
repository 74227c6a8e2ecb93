import { scanXml } from './scan.ts'

/** A range of addresses that libvirt hands out. */
export type DhcpRange = { start: string; end: string }

export type NetworkXml = {
  bridge: string | null
  /** Null for an isolated network. */
  forward: string | null
  dhcpRanges: DhcpRange[]
}

/**
 * Reads `virsh net-dumpxml`.
 *
 * @throws XmlError
 */
export function readNetworkXml(xml: string): NetworkXml {
  const network: NetworkXml = { bridge: null, forward: null, dhcpRanges: [] }
  scanXml(xml, {
    open(path, attribute) {
      if (path === 'network/bridge') network.bridge = attribute('name') ?? null
      // A forward element without a mode means NAT.
      else if (path === 'network/forward') network.forward = attribute('mode') ?? 'nat'
      else if (path === 'network/ip/dhcp/range') {
        network.dhcpRanges.push({ start: attribute('start') ?? '', end: attribute('end') ?? '' })
      }
    },
  })
  return network
}
