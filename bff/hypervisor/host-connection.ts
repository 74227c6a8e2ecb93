import {
  connectListAllStoragePools,
  ConnectionClosedError,
  domainEventBalloonChange,
  domainEventBlockJob2,
  domainEventDeviceAdded,
  domainEventDeviceRemoved,
  domainEventLifecycle,
  domainEventMetadataChange,
  domainEventReboot,
  domainEventTunable,
  DomainStats,
  LibvirtError,
  ListFlag,
  networkEventLifecycle,
  storagePoolEventLifecycle,
  storagePoolEventRefresh,
  storagePoolRefresh,
  type Connection,
  type Domain,
  type Network,
  type HostTransport,
  type StoragePool,
} from '../../libvirt/index.ts'
import type { Check } from '../../contract/check.ts'
import type { HostKey } from '../../contract/problem.ts'
import type { Checklist } from './checklist.ts'
import { createMachineMaker } from './compose/machine-maker.ts'
import { mibOfKib } from './derive.ts'
import { createHostConsoles } from './consoles/host-consoles.ts'
import { isLogPool } from './consoles/serial-log.ts'
import { discoverHost } from './discover.ts'
import { closedFault, libvirtFault } from './faults.ts'
import { HostError } from './host-error.ts'
import { machineFacts, type PoolPlace } from './machine-facts.ts'
import { readAddresses } from './networks/addresses.ts'
import { createNetworkHost } from './networks/network-host.ts'
import { poolPulse } from './pool-facts.ts'
import type { HostChange, HostConnection } from './port.ts'
import { createStorageHost } from './storage/storage-host.ts'
import { createMachinePower } from './power/power.ts'
import {
  allStats,
  askLeases,
  fullStats,
  hostUsage,
  isRefused,
  oneDomain,
  poolInfos,
  stateStats,
  usageStats,
} from './waves.ts'

export type ConnectionFacts = {
  hostKey: HostKey | null
  transport: string
  /** Further streams to the host. */
  openChannel: HostTransport['openChannel']
  /** Who we are on the host; null on this machine. */
  user: string | null
  /** The steps so far; `libvirt` is running. */
  checks: Checklist
  signal: AbortSignal
}

/** A scan of a large pool on slow storage takes minutes; one that takes longer hangs. */
const rescanLimitMs = 120_000
/** Changes that nobody listened to yet. More than these, and whoever comes reads everything anyway. */
const maxWaiting = 1_000

/** What the domains' documents are looked up in when one of them is read alone. */
type Known = {
  pools: readonly StoragePool[]
  /** Networks that give out addresses. */
  givers: readonly Network[]
  places: readonly PoolPlace[]
  cautious: boolean
}

/**
 * An open libvirt connection as the port has it. Asks for events first, so that nothing which happens
 * during the discovery is missed.
 *
 * @throws HostError, or the signal's reason
 */
export async function createHostConnection(
  connection: Connection,
  { hostKey, transport, openChannel, user, checks, signal }: ConnectionFacts,
): Promise<HostConnection> {
  const changes = createChanges()
  let known: Known = { pools: [], givers: [], places: [], cautious: false }

  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work()
    } catch (error) {
      if (error instanceof HostError) throw error
      throw new HostError(libvirtFault(error, user), [], { cause: error })
    }
  }

  const readMachine = (uuid: string) =>
    guarded(async () => {
      // The host looks at the UUID only.
      const dom: Domain = { name: '', uuid, id: -1 }
      const stats = known.cautious ? stateStats : fullStats
      const [records, document] = await oneDomain(connection.call, dom, stats)
      if (isGone(records) || isGone(document)) return null
      if (isRefused(records)) throw records.refused
      const [record] = records
      if (!record) return null
      const { places } = known
      return machineFacts(record.dom, record.figures, isRefused(document) ? null : document, places)
    })
  const power = createMachinePower(connection)

  const hangUp = () => void connection.close()
  signal.addEventListener('abort', hangUp)
  try {
    await registerEvents(connection, changes.tell)
    signal.throwIfAborted()
  } catch (error) {
    await connection.close()
    throw error
  } finally {
    signal.removeEventListener('abort', hangUp)
  }
  const reached: readonly Check[] = checks.ended()
  let first: Checklist | null = checks

  return {
    hostKey,
    transport,
    checks: reached,
    discover: (options = {}) =>
      guarded(async () => {
        // The first discovery ends the steps that the connect began.
        const found = await discoverHost(connection, { reached, first, user, ...options })
        first = null
        known = found.known
        return found.discovery
      }),
    pulse: ({ diskSizes }) =>
      guarded(async () => {
        const asked = DomainStats.balloon | (diskSizes ? DomainStats.block : 0)
        const stats = stateStats | usageStats | (known.cautious ? 0 : asked)
        const [records, pools, host, leases] = await Promise.all([
          allStats(connection.call, stats),
          poolInfos(connection.call, known.pools),
          hostUsage(connection.call),
          askLeases(connection.call, known.givers),
        ])
        return {
          machines: records.map(({ dom, figures }) => ({
            uuid: dom.uuid,
            name: dom.name,
            state: figures.state,
            memoryMiB: figures.memoryKiB === null ? null : mibOfKib(figures.memoryKiB),
            diskBytes: figures.diskBytes,
            counters: figures.counters,
          })),
          storagePools: pools.map(({ pool, info }) => poolPulse(pool, info)),
          host,
          addresses: readAddresses(leases),
        }
      }),
    readMachine,
    maker: createMachineMaker({ connection, user, readMachine }),
    power: {
      on: (uuid) => guarded(() => power.on(uuid)),
      off: (uuid) => guarded(() => power.off(uuid)),
      askOff: (uuid) => guarded(() => power.askOff(uuid)),
      erase: (uuid, stopped) => guarded(() => power.erase(uuid, stopped)),
    },
    rescanStorage: () =>
      guarded(async () => {
        const args = { needResults: true, flags: ListFlag.active }
        const pools = await connection.call(connectListAllStoragePools, args)
        await Promise.all(
          pools.map((pool) =>
            connection
              .call(storagePoolRefresh, { pool, flags: 0 }, { timeoutMs: rescanLimitMs })
              .catch((error: unknown) => {
                if (error instanceof ConnectionClosedError) throw error
              }),
          ),
        )
      }),
    consoles: createHostConsoles({ connection, openChannel, guarded }),
    storage: createStorageHost(connection, guarded),
    networks: createNetworkHost(connection, guarded),
    onChange: changes.listen,
    closed: connection.closed.then(closedFault),
    close: connection.close,
  }
}

const isGone = (answer: unknown) =>
  isRefused(answer) &&
  answer.refused instanceof LibvirtError &&
  answer.refused.codeName === 'VIR_ERR_NO_DOMAIN'

/** Keeps what happens before anyone listens. */
function createChanges() {
  let waiting: HostChange[] = []
  let listener: ((change: HostChange) => void) | null = null
  return {
    tell: (change: HostChange) => {
      if (listener) listener(change)
      else if (waiting.length < maxWaiting) waiting.push(change)
    },
    listen: (next: (change: HostChange) => void) => {
      listener = next
      for (const change of waiting) next(change)
      waiting = []
    },
  }
}

const domainEvents = [
  domainEventReboot,
  domainEventBalloonChange,
  domainEventDeviceAdded,
  domainEventDeviceRemoved,
  domainEventTunable,
  domainEventBlockJob2,
  domainEventMetadataChange,
] as const

/** All at once. An older host that does not know an event just does not send it. */
async function registerEvents(
  connection: Connection,
  tell: (change: HostChange) => void,
): Promise<void> {
  const aboutMachine = ({ dom }: { dom: Domain }) => tell({ kind: 'machine', uuid: dom.uuid })
  const aboutStorage = ({ pool }: { pool: StoragePool }) => {
    if (!isLogPool(pool)) tell({ kind: 'storage_pool' })
  }
  await Promise.all([
    connection.on(domainEventLifecycle, aboutMachine),
    ...[
      ...domainEvents.map((event) => connection.on<{ dom: Domain }>(event, aboutMachine)),
      connection.on(storagePoolEventLifecycle, aboutStorage),
      connection.on(storagePoolEventRefresh, aboutStorage),
      connection.on(networkEventLifecycle, () => tell({ kind: 'network' })),
    ].map((registration) =>
      registration.catch((error: unknown) => {
        if (!(error instanceof LibvirtError)) throw error
      }),
    ),
  ])
}
