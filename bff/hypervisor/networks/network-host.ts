import {
  networkCreate,
  networkDefineXml,
  networkDestroy,
  networkGetDhcpLeases,
  networkIsActive,
  networkIsPersistent,
  networkLookupByUuid,
  networkSetAutostart,
  networkUndefine,
  type Connection,
} from '../../../libvirt/index.ts'
import { isPluggedInto } from '../../../contract/rules/networks.ts'
import { byName } from '../derive.ts'
import { readDocuments } from '../domain-documents.ts'
import { tellRefusals } from '../refusals.ts'
import { askNetworks } from '../waves.ts'
import { readDomainXml } from '../xml/domain.ts'
import { networkFacts } from './network-facts.ts'
import { networkRefusals } from './network-faults.ts'
import { networkXml } from './network-xml.ts'
import type { NetworkHost } from './port.ts'

/** A network comes up in well under a second; dnsmasq and the firewall of a busy host may take some. */
const limit = { timeoutMs: 30_000 }

type Guarded = <T>(work: () => Promise<T>) => Promise<T>

/** Networks through libvirt. `guarded` makes errors of the connection those of the host. */
export function createNetworkHost({ call }: Connection, guarded: Guarded): NetworkHost {
  const act = <T>(work: () => Promise<T>) => guarded(() => tellRefusals(networkRefusals, work))
  const find = (uuid: string) => call(networkLookupByUuid, { uuid }, limit)
  return {
    read: () => guarded(async () => (await askNetworks(call)).map(networkFacts).sort(byName)),
    create: (network) =>
      act(async () => {
        const net = await call(networkDefineXml, { xml: networkXml(network) }, limit)
        try {
          await call(networkCreate, { net }, limit)
          if (network.autostart) await call(networkSetAutostart, { net, autostart: true }, limit)
        } catch (error) {
          await call(networkDestroy, { net }, limit).catch(() => {})
          await call(networkUndefine, { net }, limit).catch(() => {})
          throw error
        }
      }),
    start: (uuid) => act(async () => call(networkCreate, { net: await find(uuid) }, limit)),
    stop: (uuid) => act(async () => call(networkDestroy, { net: await find(uuid) }, limit)),
    setAutostart: (uuid, autostart) =>
      act(async () => call(networkSetAutostart, { net: await find(uuid), autostart }, limit)),
    remove: (uuid) =>
      act(async () => {
        const net = await find(uuid)
        const [active, persistent] = await Promise.all([
          call(networkIsActive, { net }, limit),
          call(networkIsPersistent, { net }, limit),
        ])
        if (active) await call(networkDestroy, { net }, limit)
        // One that was never defined is gone once it has stopped.
        if (persistent) await call(networkUndefine, { net }, limit)
      }),
    users: (network) =>
      guarded(async () => {
        const documents = await readDocuments(call, readDomainXml)
        const plugged = documents.filter(({ document }) =>
          document.interfaces.some((nic) => isPluggedInto(network, nic)),
        )
        return [...new Map(plugged.map(({ domain }) => [domain.uuid, domain])).values()]
      }),
    leases: (uuid) =>
      guarded(async () => {
        const args = { net: await find(uuid), mac: null, needResults: true, flags: 0 }
        const leases = await call(networkGetDhcpLeases, args, limit)
        return leases.map(({ mac, ipaddr, hostname, expirytime }) => ({
          mac: (mac ?? '').toLowerCase(),
          ip: ipaddr,
          hostname: hostname ?? null,
          expires: Number(expirytime) > 0 ? Number(expirytime) : null,
        }))
      }),
  }
}
