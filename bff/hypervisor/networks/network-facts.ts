import type { NetworkFacts } from '../../facts.ts'
import { isRefused, type DescribedNetwork } from '../waves.ts'
import { readNetworkXml } from '../xml/network.ts'
import { orNull } from '../xml/scan.ts'

export function networkFacts({ network, xml, active, autostart }: DescribedNetwork): NetworkFacts {
  const document = isRefused(xml) ? null : readOrNull(xml)
  const addresses = document?.addresses ?? []
  return {
    uuid: network.uuid,
    name: network.name,
    active: isRefused(active) ? false : active,
    autostart: isRefused(autostart) ? null : autostart,
    forward: document?.forward ?? null,
    bridge: document?.bridge ?? null,
    domain: document?.domain ?? null,
    addresses,
    dhcp: addresses.some(({ dhcp }) => dhcp.length > 0),
  }
}

const readOrNull = orNull(readNetworkXml)
