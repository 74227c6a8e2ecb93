import { formatIpv4, netmask, parseBlock } from '../../../contract/rules/ipv4.ts'
import { attributes, escape } from '../xml/write.ts'
import type { NewNetwork } from './port.ts'

/**
 * libvirt's definition of a network. The bridges that it makes have no spanning tree and no delay: they have one way
 * out, and a machine that boots from the network would wait for it in vain.
 */
export function networkXml(network: NewNetwork): string {
  const parts =
    network.mode === 'bridge'
      ? [`<forward mode='bridge'/>`, `<bridge${attributes({ name: network.bridge })}/>`]
      : ownNetwork(network)
  return [
    '<network>',
    `  <name>${escape(network.name)}</name>`,
    ...parts.map((part) => `  ${part}`),
    '</network>',
  ].join('\n')
}

function ownNetwork(network: Exclude<NewNetwork, { mode: 'bridge' }>): string[] {
  const block = parseBlock(network.address)
  if (!block) throw new Error(`${network.address} is no block of addresses.`)
  const ip = attributes({ address: formatIpv4(block.address), netmask: netmask(block.prefix) })
  const { dhcp, domain } = network
  return [
    network.mode === 'nat'
      ? `<forward mode='nat'><nat><port start='1024' end='65535'/></nat></forward>`
      : `<forward mode='route'/>`,
    ...(network.dns ? [] : [`<dns enable='no'/>`]),
    `<bridge${attributes({ name: network.bridge, stp: 'off', delay: 0 })}/>`,
    ...(domain === undefined ? [] : [`<domain${attributes({ name: domain })}/>`]),
    dhcp === undefined ? `<ip${ip}/>` : `<ip${ip}><dhcp><range${attributes(dhcp)}/></dhcp></ip>`,
  ]
}
