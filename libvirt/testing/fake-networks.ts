import { NetworkLifecycle } from '../protocol/constants-events.ts'
import { NetworkSection, NetworkUpdateCommand } from '../protocol/constants-network.ts'
import { connectListAllNetworks } from '../protocol/connect.ts'
import { networkEventLifecycle } from '../protocol/object-events.ts'
import * as networks from '../protocol/network.ts'
import type { Network } from '../protocol/types.ts'
import {
  answering,
  FakeRefusal,
  findNetwork,
  remove,
  required,
  upsert,
  type FakeAnswer,
  type FakeContext,
} from './fake-answer.ts'
import type { FakeNetwork } from './fake-host.ts'
import { networkXml, parseNetworkXml } from './fake-xml.ts'

const refOf = ({ name, uuid }: FakeNetwork): Network => ({ name, uuid })

function emitLifecycle({ emit }: FakeContext, network: FakeNetwork, event: number): void {
  emit(networkEventLifecycle, { net: refOf(network), event, detail: 0 })
}

function setActive(active: boolean, event: number) {
  return ({ net }: { readonly net: Network }, context: FakeContext) => {
    const network = findNetwork(context.host, net.uuid)
    if (network.active === active) {
      const state = active ? 'already active' : 'not active'
      throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', `network is ${state}`)
    }
    network.active = active
    if (!active && !network.persistent) remove(context.host.networks, network)
    emitLifecycle(context, network, event)
  }
}

/** Fixed addresses are the one section the fake can change. */
function updateHosts(network: FakeNetwork, command: number, section: number, xml: string): void {
  const { addFirst, addLast, delete: taken } = NetworkUpdateCommand
  if (section !== NetworkSection.ipDhcpHost) {
    throw new FakeRefusal('VIR_ERR_OPERATION_UNSUPPORTED', `can't update section ${section}`)
  }
  const document = networkXml(network)
  const isThere = document.includes(xml)
  if (command === taken ? !isThere : isThere) {
    throw new FakeRefusal('VIR_ERR_OPERATION_INVALID', 'there is, or is no, such host entry')
  }
  if (command === taken) network.xml = document.replace(xml, '')
  else if (command === addLast) network.xml = document.replace('</dhcp>', () => `${xml}</dhcp>`)
  else if (command === addFirst) network.xml = document.replace('<dhcp>', () => `<dhcp>${xml}`)
  else throw new FakeRefusal('VIR_ERR_OPERATION_UNSUPPORTED', `can't do command ${command}`)
}

export const networkAnswers: readonly FakeAnswer[] = [
  answering(connectListAllNetworks, ({ needResults }, { host }) =>
    needResults ? host.networks.map(refOf) : [],
  ),
  answering(networks.networkLookupByName, ({ name }, { host }) => {
    const found = host.networks.find((network) => network.name === name)
    if (found) return refOf(found)
    throw new FakeRefusal(
      'VIR_ERR_NO_NETWORK',
      `Network not found: no network with matching name '${name}'`,
    )
  }),
  answering(networks.networkGetXmlDesc, ({ net }, { host }) =>
    networkXml(findNetwork(host, net.uuid)),
  ),
  answering(networks.networkIsActive, ({ net }, { host }) => findNetwork(host, net.uuid).active),
  answering(
    networks.networkGetAutostart,
    ({ net }, { host }) => findNetwork(host, net.uuid).autostart,
  ),
  answering(networks.networkSetAutostart, ({ net, autostart }, { host }) => {
    findNetwork(host, net.uuid).autostart = autostart
  }),
  answering(networks.networkDefineXml, ({ xml }, context) => {
    const network = required(parseNetworkXml(xml))
    upsert(context.host.networks, network)
    emitLifecycle(context, network, NetworkLifecycle.defined)
    return refOf(network)
  }),
  answering(networks.networkLookupByUuid, ({ uuid }, { host }) => refOf(findNetwork(host, uuid))),
  answering(
    networks.networkGetBridgeName,
    ({ net }, { host }) => findNetwork(host, net.uuid).bridge,
  ),
  answering(
    networks.networkIsPersistent,
    ({ net }, { host }) => findNetwork(host, net.uuid).persistent,
  ),
  answering(networks.networkCreateXml, ({ xml }, context) => {
    const network = { ...required(parseNetworkXml(xml)), active: true, persistent: false }
    upsert(context.host.networks, network)
    emitLifecycle(context, network, NetworkLifecycle.started)
    return refOf(network)
  }),
  answering(networks.networkUpdate, ({ net, command, section, xml }, { host }) =>
    updateHosts(findNetwork(host, net.uuid), command, section, xml),
  ),
  answering(networks.networkCreate, setActive(true, NetworkLifecycle.started)),
  answering(networks.networkDestroy, setActive(false, NetworkLifecycle.stopped)),
  answering(networks.networkUndefine, ({ net }, context) => {
    const network = findNetwork(context.host, net.uuid)
    remove(context.host.networks, network)
    emitLifecycle(context, network, NetworkLifecycle.undefined)
  }),
  answering(networks.networkGetDhcpLeases, ({ net }, { host }) => {
    findNetwork(host, net.uuid)
    return []
  }),
]
