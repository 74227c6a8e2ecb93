import { LibvirtError, type Connection } from '../../libvirt/index.ts'
import type { Check } from '../../contract/check.ts'
import type { HostFacts, MachineFacts, NetworkFacts } from '../facts.ts'
import { createChecklist, type Checklist } from './checklist.ts'
import { architecture, mibOfKib, versionText } from './derive.ts'
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
import { poolFacts } from './pool-facts.ts'
import type { ConnectOptions, Discovery } from './port.ts'
import {
  allStats,
  firstWave,
  isRefused,
  secondWave,
  stateStats,
  type Answer,
  type DescribedNetwork,
  type DomainRecord,
  type FirstWave,
} from './waves.ts'
import { readCapabilitiesXml, type CapabilitiesXml } from './xml/capabilities.ts'
import { readNetworkXml } from './xml/network.ts'
import type { DomainXml } from './xml/domain.ts'
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
  const wave = await firstWave(connection)
  const tooOld = checkLibvirt(wave.libvirtVersion, checks)
  if (tooOld) throw new HostError(tooOld)
  const capabilities = isRefused(wave.capabilities) ? null : readOrNull(wave.capabilities)
  const driver = isRefused(wave.type) ? null : wave.type
  const identity = hostIdentity(wave, capabilities)
  checkQemu(driver, identity, checks)
  checkKvm(driver, identity, capabilities !== null, checks)

  checks.start('storage_pool')
  // Bulk figures wait for busy guests. When one holds all others up, states must do.
  const cautious = isRefused(wave.domains)
  const records = isRefused(wave.domains)
    ? await allStats(connection.call, stateStats)
    : wave.domains
  const described = await secondWave(connection, {
    pools: isRefused(wave.pools) ? [] : wave.pools,
    networks: isRefused(wave.networks) ? [] : wave.networks,
    domains: records.map(({ dom }) => dom),
  })
  const storagePools = described.pools.map(poolFacts).sort(byName)
  checkStoragePools(storagePools, reason(wave.pools), checks)
  checks.start('network')
  const networks = described.networks.map(networkFacts).sort((a, b) => byName(a.facts, b.facts))
  checkNetworks(networks, reason(wave.networks), checks)

  const host: HostFacts = {
    ...identity,
    storagePools,
    networks: networks.map(({ facts }) => facts),
  }
  const machines = records
    .map((record, index) => describeMachine(record, described.documents[index], storagePools))
    .filter((machine) => machine !== null)
  const discovery: Discovery = { host, machines }
  const pools = described.pools.map(({ pool }) => pool)
  return { discovery, known: { pools, places: storagePools, cautious } }
}

/** Null for a domain that went away between the two waves. */
function describeMachine(
  { dom, figures }: DomainRecord,
  document: Answer<DomainXml | null> | undefined,
  pools: HostFacts['storagePools'],
): MachineFacts | null {
  if (document === undefined) return null
  if (!isRefused(document)) return machineFacts(dom, figures, document, pools)
  const { refused } = document
  if (refused instanceof LibvirtError && refused.codeName === 'VIR_ERR_NO_DOMAIN') return null
  return machineFacts(dom, figures, null, pools)
}

function hostIdentity(
  { node, hostname, version, libvirtVersion }: FirstWave,
  capabilities: CapabilitiesXml | null,
) {
  return {
    hostname: isRefused(hostname) ? '' : hostname,
    cores: node.cpus,
    memoryMiB: mibOfKib(node.memory),
    cpuSpeedMHz: node.mhz > 0 ? node.mhz : null,
    architecture: architecture(node.model),
    libvirtVersion: versionText(libvirtVersion),
    qemuVersion: isRefused(version) || version === 0 ? null : versionText(version),
    kvm: capabilities?.kvm ?? false,
  }
}

function networkFacts({ network, xml, active }: DescribedNetwork): DescribedDhcp {
  const document = isRefused(xml) ? null : readNetworkOrNull(xml)
  const dhcpRanges = document?.dhcpRanges ?? []
  const facts: NetworkFacts = {
    uuid: network.uuid,
    name: network.name,
    active: isRefused(active) ? false : active,
    forward: document?.forward ?? null,
    bridge: document?.bridge ?? null,
    dhcp: dhcpRanges.length > 0,
  }
  return { facts, dhcpRanges }
}

/** libvirt lists in the order of a hash table, which would look like a change each time. */
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

const reason = (answer: Answer<unknown>) => (isRefused(answer) ? answer.refused.message : null)

const readOrNull = orNull(readCapabilitiesXml)
const readNetworkOrNull = orNull(readNetworkXml)
