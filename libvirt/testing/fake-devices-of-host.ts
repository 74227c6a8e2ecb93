import { NodeDeviceListFlag } from '../protocol/constants.ts'
import * as interfaces from '../protocol/interface.ts'
import * as devices from '../protocol/node-device.ts'
import * as filters from '../protocol/nwfilter.ts'
import { answering, FakeRefusal, remove, required, upsert, type FakeAnswer } from './fake-answer.ts'
import type { FakeHost } from './fake-host.ts'
import { uuidOf } from './fake-uuid.ts'
import { first } from './fake-xml.ts'

function findDevice({ nodeDevices }: FakeHost, wanted: string) {
  const found = nodeDevices.find(({ name }) => name === wanted)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_NODE_DEVICE', `no node device with matching name '${wanted}'`)
}

function findInterface(host: FakeHost, key: 'name' | 'mac', value: string) {
  const found = host.interfaces.find((one) => one[key] === value)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_INTERFACE', `couldn't find interface '${value}'`)
}

function findFilter({ nwfilters }: FakeHost, key: 'name' | 'uuid', value: string) {
  const found = nwfilters.find((one) => one[key] === value)
  if (found) return found
  throw new FakeRefusal('VIR_ERR_NO_NWFILTER', `no nwfilter with matching ${key} '${value}'`)
}

const capabilityFlags: Readonly<Record<string, number>> = {
  system: NodeDeviceListFlag.capSystem,
  pci: NodeDeviceListFlag.capPciDev,
  net: NodeDeviceListFlag.capNet,
}

/** The flags beyond are about other things: the fake's devices all are active. */
const ALL_CAPABILITIES = NodeDeviceListFlag.persistent - 1

export const hostDeviceAnswers: readonly FakeAnswer[] = [
  answering(devices.connectListAllNodeDevices, ({ needResults, flags }, { host }) => {
    if (!needResults) return []
    const wanted = flags & ALL_CAPABILITIES
    const isWanted = (capability: string) => ((capabilityFlags[capability] ?? 0) & wanted) > 0
    return host.nodeDevices
      .filter(({ capabilities }) => wanted === 0 || capabilities.some(isWanted))
      .map(({ name }) => ({ name }))
  }),
  answering(devices.nodeDeviceLookupByName, ({ name }, { host }) => {
    findDevice(host, name)
    return { name }
  }),
  answering(devices.nodeDeviceGetXmlDesc, ({ name }, { host }) => {
    const { parent, capabilities } = findDevice(host, name)
    const above = parent === null ? '' : `\n  <parent>${parent}</parent>`
    const able = capabilities.map((type) => `\n  <capability type='${type}'/>`).join('')
    return `<device>\n  <name>${name}</name>${above}${able}\n</device>\n`
  }),
  answering(devices.nodeDeviceGetParent, ({ name }, { host }) => findDevice(host, name).parent),
  answering(
    devices.nodeDeviceNumOfCaps,
    ({ name }, { host }) => findDevice(host, name).capabilities.length,
  ),
  answering(devices.nodeDeviceListCaps, ({ name, maxnames }, { host }) =>
    findDevice(host, name).capabilities.slice(0, maxnames),
  ),

  answering(interfaces.connectListAllInterfaces, ({ needResults }, { host }) =>
    needResults ? host.interfaces : [],
  ),
  answering(interfaces.interfaceLookupByName, ({ name }, { host }) =>
    findInterface(host, 'name', name),
  ),
  answering(interfaces.interfaceLookupByMacString, ({ mac }, { host }) =>
    findInterface(host, 'mac', mac),
  ),
  answering(interfaces.interfaceGetXmlDesc, ({ iface }, { host }) => {
    const { name, mac } = findInterface(host, 'name', iface.name)
    return `<interface type='ethernet' name='${name}'>\n  <mac address='${mac}'/>\n</interface>\n`
  }),
  answering(
    interfaces.interfaceIsActive,
    ({ iface }, { host }) => findInterface(host, 'name', iface.name).active,
  ),

  answering(filters.connectListAllNwfilters, ({ needResults }, { host }) =>
    needResults ? host.nwfilters : [],
  ),
  answering(filters.nwfilterLookupByName, ({ name }, { host }) => findFilter(host, 'name', name)),
  answering(filters.nwfilterLookupByUuid, ({ uuid }, { host }) => findFilter(host, 'uuid', uuid)),
  answering(
    filters.nwfilterGetXmlDesc,
    ({ nwfilter }, { host }) => findFilter(host, 'uuid', nwfilter.uuid).xml,
  ),
  answering(filters.nwfilterDefineXml, ({ xml }, { host }) => {
    const name = required(first(xml, /<filter name=["']([^"']+)/))
    const uuid = first(xml, /<uuid>([^<]+)<\/uuid>/) ?? uuidOf(`nwfilter ${name}`)
    const filter = { name, uuid, xml }
    upsert(host.nwfilters, filter)
    return filter
  }),
  answering(filters.nwfilterUndefine, ({ nwfilter }, { host }) =>
    remove(host.nwfilters, findFilter(host, 'uuid', nwfilter.uuid)),
  ),
]
