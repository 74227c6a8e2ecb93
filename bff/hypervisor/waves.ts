/**
 * The calls of a discovery. All that can be asked at once is written at once, so a host takes two round trips,
 * however many domains it has: wave one lists, wave two describes what was listed.
 */
import {
  ALL_CELLS,
  ALL_CPUS,
  CallTimeoutError,
  connectGetAllDomainStats,
  connectGetCapabilities,
  connectGetHostname,
  connectGetLibVersion,
  connectGetType,
  connectGetVersion,
  connectListAllDomains,
  connectListAllNetworks,
  connectListAllStoragePools,
  domainGetXmlDesc,
  DomainStats,
  LibvirtError,
  ListFlag,
  networkGetAutostart,
  networkGetDhcpLeases,
  networkGetXmlDesc,
  networkIsActive,
  nodeGetCpuStats,
  nodeGetInfo,
  nodeGetMemoryStats,
  storagePoolGetAutostart,
  storagePoolGetInfo,
  storagePoolGetXmlDesc,
  XdrError,
  type Connection,
  type Domain,
  type Network,
  type StoragePool,
} from '../../libvirt/index.ts'
import { hostCounters } from './counters.ts'
import type { HostCounters } from './port.ts'
import { isLogPool } from './consoles/serial-log.ts'
import { inSlices } from './slices.ts'
import { readStats, type DomainFigures } from './stats.ts'
import { readDomainXml, type DomainXml } from './xml/domain.ts'
import { orNull } from './xml/scan.ts'

/** A host that answers at all answers these at once; more means that something on it hangs. */
const limit = { timeoutMs: 6_000 }
/** One part that hangs (a pool on a dead NFS server) must not hold up the rest. */
const partLimit = { timeoutMs: 3_000 }

/** What the host refused, did not answer in time, or answered in a way we do not read: known to be unknown. */
export type Refused = { refused: LibvirtError | CallTimeoutError | XdrError }
export type Answer<T> = T | Refused

export const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === 'object' && answer !== null && 'refused' in answer

/** An answer or the host's own refusal. The end of the connection is neither, and still rejects. */
export async function attempt<T>(call: Promise<T>): Promise<Answer<T>> {
  try {
    return await call
  } catch (error) {
    if (isOfOneCall(error)) return { refused: error }
    throw error
  }
}

const isOfOneCall = (error: unknown) =>
  error instanceof LibvirtError || error instanceof CallTimeoutError || error instanceof XdrError

export type HostAnswers = Awaited<ReturnType<typeof askHost>>

/** Who the host is. */
export async function askHost({ call }: Connection) {
  const [node, hostname, type, libvirtVersion, version, capabilities] = await Promise.all([
    call(nodeGetInfo, undefined, limit),
    attempt(call(connectGetHostname, undefined, limit)),
    attempt(call(connectGetType, undefined, limit)),
    call(connectGetLibVersion, undefined, limit),
    attempt(call(connectGetVersion, undefined, limit)),
    attempt(call(connectGetCapabilities, undefined, limit)),
  ])
  return { node, hostname, type, libvirtVersion, version, capabilities }
}

export type DescribedPool = Awaited<ReturnType<typeof describePool>>
export type DescribedNetwork = Awaited<ReturnType<typeof describeNetwork>>

/**
 * What the host has. Domains are listed beside their figures, although these name them all: figures wait for
 * every running guest, and meanwhile the documents are there.
 */
export async function askContents({ call }: Connection) {
  const [figures, described] = await Promise.all([
    attempt(allStats(call, fullStats)),
    listAll(call).then((listed) => describeAll(call, listed)),
  ])
  return { figures, ...described }
}

async function listAll(call: Connection['call']) {
  const all = { needResults: true, flags: ListFlag.all }
  const [domains, pools, networks] = await Promise.all([
    call(connectListAllDomains, all, limit),
    attempt(listPools(call)),
    attempt(call(connectListAllNetworks, all, limit)),
  ])
  return { domains, pools, networks }
}

/** Without the one that is there for a moment only. */
const listPools = async (call: Connection['call']) => {
  const pools = await call(
    connectListAllStoragePools,
    { needResults: true, flags: ListFlag.all },
    limit,
  )
  return pools.filter((pool) => !isLogPool(pool))
}

/** All at once, after the last list: that is the second round trip, and there is none after it. */
async function describeAll(call: Connection['call'], listed: Awaited<ReturnType<typeof listAll>>) {
  const [documents, pools, networks, leases] = await Promise.all([
    describeDomains(call, listed.domains),
    describeEach(listed.pools, (pool) => describePool(call, pool)),
    describeEach(listed.networks, (network) => describeNetwork(call, network)),
    askLeases(call, isRefused(listed.networks) ? [] : listed.networks),
  ])
  return { documents, pools, networks, leases }
}

async function describeEach<Listed, Described>(
  listed: Answer<readonly Listed[]>,
  describe: (item: Listed) => Promise<Described>,
): Promise<Answer<Described[]>> {
  return isRefused(listed) ? listed : Promise.all(listed.map(describe))
}

async function describePool(call: Connection['call'], pool: StoragePool) {
  const [info, xml, autostart] = await Promise.all([
    attempt(call(storagePoolGetInfo, { pool }, partLimit)),
    attempt(call(storagePoolGetXmlDesc, { pool, flags: 0 }, partLimit)),
    attempt(call(storagePoolGetAutostart, { pool }, partLimit)),
  ])
  return { pool, info, xml, autostart }
}

async function describeNetwork(call: Connection['call'], net: Network) {
  const [xml, active, autostart] = await Promise.all([
    attempt(call(networkGetXmlDesc, { net, flags: 0 }, partLimit)),
    attempt(call(networkIsActive, { net }, partLimit)),
    attempt(call(networkGetAutostart, { net }, partLimit)),
  ])
  return { network: net, xml, active, autostart }
}

/** The storage pools alone, in two round trips. */
export async function askPools(call: Connection['call']): Promise<DescribedPool[]> {
  const pools = await listPools(call)
  return Promise.all(pools.map((pool) => describePool(call, pool)))
}

export type Leases = Awaited<ReturnType<typeof leasesOf>>

const leasesOf = (call: Connection['call'], net: Network) =>
  call(networkGetDhcpLeases, { net, mac: null, needResults: true, flags: 0 }, partLimit)

/** What networks gave out; one that gives out nothing refuses. */
export const askLeases = (call: Connection['call'], networks: readonly Network[]) =>
  Promise.all(networks.map((net) => attempt(leasesOf(call, net))))

/** The networks alone, in two round trips. */
export async function askNetworks(call: Connection['call']): Promise<DescribedNetwork[]> {
  const args = { needResults: true, flags: ListFlag.all }
  const networks = await call(connectListAllNetworks, args, limit)
  return Promise.all(networks.map((network) => describeNetwork(call, network)))
}

/** Null where it is no XML that we accept. */
export type DomainDocument = Answer<DomainXml | null>

/** By UUID. */
export async function describeDomains(
  call: Connection['call'],
  domains: readonly Domain[],
): Promise<ReadonlyMap<string, DomainDocument>> {
  const documents = domains.map(async (dom) => [dom.uuid, await describeDomain(call, dom)] as const)
  return new Map(await Promise.all(documents))
}

/** Read as soon as it is there, while the host still writes the next. */
async function describeDomain(call: Connection['call'], dom: Domain): Promise<DomainDocument> {
  const xml = await attempt(call(domainGetXmlDesc, { dom, flags: 0 }, limit))
  return isRefused(xml) ? xml : inSlices(() => readOrNull(xml))
}

const readOrNull = orNull(readDomainXml)

export const fullStats =
  DomainStats.state | DomainStats.balloon | DomainStats.vcpu | DomainStats.block
/** Needs nothing from any guest, so even one that hangs cannot delay it. */
export const stateStats = DomainStats.state
/** Read from the host's own accounts, so this needs nothing from any guest either. */
export const usageStats = DomainStats.cpuTotal | DomainStats.interface

export type DomainRecord = { dom: Domain; figures: DomainFigures }

/** Statistics of all domains, on or off, or of one. */
export async function allStats(
  call: Connection['call'],
  stats: number,
  doms: readonly Domain[] = [],
): Promise<DomainRecord[]> {
  const records = await call(connectGetAllDomainStats, { doms, stats, flags: 0 }, limit)
  return records.map(({ dom, params }) => ({ dom, figures: readStats(params) }))
}

/** Linux has four figures of each kind, and libvirt takes their exact number only. */
const nodeStats = { nparams: 4, flags: 0 }

/** What the whole host has used; null where it does not tell, as simulated hosts do not. */
export async function hostUsage(call: Connection['call']): Promise<HostCounters> {
  const [cpu, memory] = await Promise.all([
    attempt(call(nodeGetCpuStats, { ...nodeStats, cpuNum: ALL_CPUS }, partLimit)),
    attempt(call(nodeGetMemoryStats, { ...nodeStats, cellNum: ALL_CELLS }, partLimit)),
  ])
  return hostCounters(isRefused(cpu) ? null : cpu, isRefused(memory) ? null : memory)
}

export const poolInfos = (call: Connection['call'], pools: readonly StoragePool[]) =>
  Promise.all(
    pools.map(async (pool) => ({
      pool,
      info: await attempt(call(storagePoolGetInfo, { pool }, partLimit)),
    })),
  )

/** One domain, in one round trip; its document is refused where it is gone. */
export const oneDomain = (call: Connection['call'], dom: Domain, stats: number) =>
  Promise.all([attempt(allStats(call, stats, [dom])), describeDomain(call, dom)])
