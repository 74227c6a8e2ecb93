import { LibvirtError, type Connection } from '../../libvirt/index.ts'
import type { Check } from '../../contract/check.ts'
import type { HostFacts, MachineFacts } from '../facts.ts'
import { createChecklist, type Checklist } from './checklist.ts'
import { architecture, byName, mibOfKib, versionText } from './derive.ts'
import { libvirtFault } from './faults.ts'
import {
  checkKvm,
  checkLibvirt,
  checkNetworks,
  checkQemu,
  checkStoragePools,
  type DescribedDhcp,
} from './host-checks.ts'
import { HostError } from './host-error.ts'
import { machineFacts } from './machine-facts.ts'
import { readAddresses } from './networks/addresses.ts'
import { networkFacts } from './networks/network-facts.ts'
import { poolFacts } from './pool-facts.ts'
import type { ConnectOptions, Discovery } from './port.ts'
import {
  allStats,
  askContents,
  askHost,
  describeDomains,
  isRefused,
  stateStats,
  type Answer,
  type DescribedNetwork,
  type DomainDocument,
  type DomainRecord,
  type HostAnswers,
} from './waves.ts'
import { readCapabilitiesXml, type CapabilitiesXml } from './xml/capabilities.ts'
import { orNull } from './xml/scan.ts'

export type DiscoverOptions = ConnectOptions & {
  /** Steps that led to this connection, for an error to carry. */
  reached: readonly Check[]
  /** The list that the connect began, for the first discovery; `libvirt` is running in it. */
  first: Checklist | null
  /** Who we are on the host; null on this machine. */
  user: string | null
}

/**
 * Reads everything that a host holds, in two round trips, and tells the steps `libvirt` to `network`.
 *
 * @throws HostError with all steps so far
 */
export async function discoverHost(connection: Connection, options: DiscoverOptions) {
  const { first, user } = options
  const checks = first ?? createChecklist({ onCheck: options.onCheck })
  if (!first) checks.start('libvirt')
  try {
    return await discover(connection, checks)
  } catch (error) {
    const found = error instanceof HostError ? error.fault : libvirtFault(error, user)
    const running = checks.running()
    if (running) checks.fail(running, found.message, found.fix)
    const steps = first ? checks.ended() : [...options.reached, ...checks.ended()]
    throw new HostError(found, steps, { cause: error })
  }
}

async function discover(connection: Connection, checks: Checklist) {
  const asked = askContents(connection)
  // Not waited for when the host turns out to be of no use.
  asked.catch(() => {})
  const answers = await askHost(connection)
  const tooOld = checkLibvirt(answers.libvirtVersion, checks)
  if (tooOld) throw new HostError(tooOld)
  const capabilities = isRefused(answers.capabilities) ? null : readOrNull(answers.capabilities)
  const driver = isRefused(answers.type) ? null : answers.type
  const identity = hostIdentity(answers, capabilities)
  checkQemu(driver, identity, checks)
  checkKvm(driver, identity, capabilities !== null, checks)

  checks.start('storage_pool')
  const contents = await asked
  const pools = isRefused(contents.pools) ? [] : contents.pools
  const storagePools = pools.map(poolFacts).sort(byName)
  checkStoragePools(storagePools, reason(contents.pools), checks)
  checks.start('network')
  const networks = (isRefused(contents.networks) ? [] : contents.networks)
    .map(describedDhcp)
    .sort((a, b) => byName(a.facts, b.facts))
  checkNetworks(networks, reason(contents.networks), checks)

  // Bulk figures wait for busy guests. When one holds all others up, states must do.
  const cautious = isRefused(contents.figures)
  const records = isRefused(contents.figures)
    ? await allStats(connection.call, stateStats)
    : contents.figures
  const documents = await withLatecomers(connection, records, contents.documents)
  const machines = records
    .map((record) => describeMachine(record, documents.get(record.dom.uuid), storagePools))
    .filter((machine) => machine !== null)
  const promised = promisedBytes(records, machines)
  const host: HostFacts = {
    ...identity,
    storagePools: storagePools.map((pool) =>
      Object.assign(pool, { promisedBytes: promised.get(pool.uuid) ?? 0 }),
    ),
    networks: networks.map(({ facts }) => facts),
  }
  const discovery: Discovery = { host, machines, addresses: readAddresses(contents.leases) }
  const giving = new Set(
    host.networks.filter(({ active, dhcp }) => active && dhcp).map(({ uuid }) => uuid),
  )
  const listed = isRefused(contents.networks) ? [] : contents.networks
  const known = {
    pools: pools.map(({ pool }) => pool),
    givers: listed.map(({ network }) => network).filter(({ uuid }) => giving.has(uuid)),
    places: storagePools,
    cautious,
  }
  return { discovery, known }
}

/** Domains that came between their list and their figures are described too: the one case of a third round trip. */
async function withLatecomers(
  { call }: Connection,
  records: readonly DomainRecord[],
  documents: ReadonlyMap<string, DomainDocument>,
): Promise<ReadonlyMap<string, DomainDocument>> {
  const late = records.map(({ dom }) => dom).filter(({ uuid }) => !documents.has(uuid))
  return late.length === 0
    ? documents
    : new Map([...documents, ...(await describeDomains(call, late))])
}

/** By UUID of the storage pool: what the disks of machines may still grow, as far as their hosts tell. */
function promisedBytes(
  records: readonly DomainRecord[],
  machines: readonly MachineFacts[],
): ReadonlyMap<string, number> {
  const allocations = new Map(
    records.map(({ dom, figures }) => [dom.uuid, figures.diskAllocations]),
  )
  const promised = new Map<string, number>()
  for (const { uuid, disks } of machines) {
    for (const { name, size, storage_pool } of disks) {
      const allocation = allocations.get(uuid)?.get(name)
      if (storage_pool === null || size === null || allocation === undefined) continue
      const grows = Math.max(0, size - allocation)
      promised.set(storage_pool, (promised.get(storage_pool) ?? 0) + grows)
    }
  }
  return promised
}

/** Null for a domain that went away meanwhile. */
function describeMachine(
  { dom, figures }: DomainRecord,
  document: DomainDocument | undefined,
  pools: HostFacts['storagePools'],
): MachineFacts | null {
  if (document === undefined) return null
  if (!isRefused(document)) return machineFacts(dom, figures, document, pools)
  const { refused } = document
  if (refused instanceof LibvirtError && refused.codeName === 'VIR_ERR_NO_DOMAIN') return null
  return machineFacts(dom, figures, null, pools)
}

function hostIdentity(
  { node, hostname, version, libvirtVersion }: HostAnswers,
  capabilities: CapabilitiesXml | null,
) {
  return {
    hostname: isRefused(hostname) ? '' : hostname,
    // Signed on the wire.
    cores: Math.max(0, node.cpus),
    memoryMiB: mibOfKib(node.memory),
    cpuSpeedMHz: node.mhz > 0 ? node.mhz : null,
    architecture: architecture(node.model),
    libvirtVersion: versionText(libvirtVersion),
    qemuVersion: isRefused(version) || version === 0 ? null : versionText(version),
    kvm: capabilities?.kvm ?? false,
  }
}

const describedDhcp = (network: DescribedNetwork): DescribedDhcp => {
  const facts = networkFacts(network)
  return { facts, dhcpRanges: facts.addresses.flatMap(({ dhcp }) => dhcp) }
}

const reason = (answer: Answer<unknown>) => (isRefused(answer) ? answer.refused.message : null)

const readOrNull = orNull(readCapabilitiesXml)
