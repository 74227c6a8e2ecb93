import type { Clock } from '../clock.ts'
import type { HostFacts, MachineFacts, StoragePoolFacts } from '../facts.ts'
import type { Addresses } from '../hypervisor/networks/port.ts'
import type { Discovery, HostChange, HostConnection, PoolPulse, Pulse } from '../hypervisor/port.ts'
import type { Store } from '../store/store.ts'
import { createVolumeReader } from './live-volumes.ts'
import { createRates, type Sample } from './rates.ts'
import { factsPatch, storeDiscovery, storeMachines } from './store-discovery.ts'
import { syncAddresses } from './sync-addresses.ts'

/** How often a host is looked at, events aside. Milliseconds. */
export const rhythm = {
  pulse: 15_000,
  /** Some changes of a domain that is off show nowhere but in its document. */
  everything: 5 * 60_000,
  /** Storage pools show what others wrote only after a look at their volumes, which may take long. */
  storage: 10 * 60_000,
  /** Pools tell of every volume; one look is enough for all that come together. */
  hostChanges: 300,
} as const

/** Disk sizes change without an event, and asking for them costs running guests time: once a minute. */
const pulsesPerSizes = 4

export type LiveDeps = {
  store: Store
  clock: Clock
  /** The host told us something, just now. */
  seen: () => void
  /** How busy the host and its machines were since the look before. */
  sampled: (sample: Sample) => void
  /** Background work failed. Ends the session. */
  failed: (error: unknown) => void
}

/** What can be read again alone. */
export type HostPart = 'storage' | 'networks'

export type Live = {
  /** Reads everything again and stores it. Rejects with `HostError` or what the store throws. */
  readAll: (read: () => Promise<Discovery>) => Promise<void>
  /** Reads that part of the host again and stores it; with storage, what is in its pools. */
  readPart: (part: HostPart) => Promise<void>
  /** Reads some machines again and stores what they have become. Rejects as `readAll`. */
  readMachines: (uuids: readonly string[]) => Promise<void>
  /** Begins nothing any more. Resolves when what was begun is stored, or has failed. */
  stop: () => Promise<void>
}

/** Keeps the store in line with a host that is connected: by its events, and on a schedule. */
export function keepLive(
  { store, clock, seen, sampled, failed }: LiveDeps,
  podId: number,
  connection: HostConnection,
  discovered: Discovery,
): Live {
  let known = remember(discovered)
  const dirty = new Set<string>()
  let hostDirty = false
  let storageDirty = false
  let stopped = false
  let tail: Promise<unknown> = Promise.resolve()
  const timers = new Set<NodeJS.Timeout>()

  /** One piece of work after the other, so that what was read first is stored first. */
  const inOrder = <T>(work: () => Promise<T>): Promise<T> => {
    const result = tail.then(work)
    tail = result.catch(() => {})
    return result
  }
  const inBackground = (work: () => Promise<void>) => {
    inOrder(async () => {
      if (!stopped) await work()
    }).catch((error: unknown) => {
      if (!stopped) failed(error)
    })
  }
  const after = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      work()
    }, ms)
    timers.add(timer)
  }
  const every = (ms: number, work: () => void) =>
    after(ms, () => {
      work()
      every(ms, work)
    })

  // In the background it is not waited for. Where it fails, the session hears of it in other ways.
  const readVolumes = createVolumeReader({ store, clock }, podId, connection)
  const storeAll = async (found: Discovery) => {
    const at = clock.now().toISOString()
    await store.transaction((tx) => storeDiscovery(tx, podId, found, at))
    known = remember(found)
    seen()
  }
  const readDirty = async () => {
    const uuids = [...dirty]
    dirty.clear()
    if (uuids.length === 0) return
    const answers = await Promise.all(uuids.map((uuid) => connection.readMachine(uuid)))
    seen()
    const changed = new Map(
      uuids
        .map((uuid, index) => [uuid, answers[index] ?? null] as const)
        .filter(([uuid, facts]) => !same(facts, known.machines.get(uuid) ?? null)),
    )
    if (changed.size === 0) return
    await store.transaction((tx) => storeMachines(tx, podId, changed, known.addresses))
    // Volumes come and go with their machines, of which pools tell nothing.
    const comeOrGone = [...changed].some(
      ([uuid, facts]) => facts === null || !known.machines.has(uuid),
    )
    if (comeOrGone) readVolumes().catch(() => {})
    for (const [uuid, facts] of changed) {
      if (facts) known.machines.set(uuid, facts)
      else known.machines.delete(uuid)
    }
  }
  const rates = createRates()
  const pulse = async (diskSizes: boolean) => {
    const felt = await connection.pulse({ diskSizes })
    seen()
    sampled(rates(felt, (uuid) => known.machines.get(uuid)?.cores, clock.now().getTime()))
    for (const uuid of disagreeing(felt, known.machines)) dirty.add(uuid)
    const storagePools = updatedPools(known.host.storagePools, felt.storagePools)
    if (storagePools) await storeHost({ storagePools })
    await readDirty()
    const { addresses } = felt
    if (!addresses || sameAddresses(addresses, known.addresses)) return
    await store.transaction((tx) => syncAddresses(tx.machines, podId, addresses))
    known = { ...known, addresses }
  }
  const storeHost = async (part: Partial<HostFacts>) => {
    const host = { ...known.host, ...part }
    await store.transaction(async (tx) => {
      const pod = await tx.pods.byId(podId)
      const patch = pod && factsPatch(pod, host)
      if (patch && Object.keys(patch).length > 0) await tx.pods.update(podId, patch)
    })
    known = { ...known, host }
  }
  const readPart = async (part: HostPart) => {
    await inOrder(async () =>
      storeHost(
        part === 'storage'
          ? {
              storagePools: keepPromises(
                known.host.storagePools,
                await connection.storage.readPools(),
              ),
            }
          : { networks: await connection.networks.read() },
      ),
    )
    seen()
    if (part === 'storage') await readVolumes()
  }

  connection.onChange((change: HostChange) => {
    if (stopped) return
    if (change.kind === 'machine') {
      const isFirst = dirty.size === 0
      dirty.add(change.uuid)
      if (isFirst) inBackground(readDirty)
      return
    }
    storageDirty ||= change.kind === 'storage_pool'
    if (hostDirty) return
    hostDirty = true
    after(rhythm.hostChanges, () => {
      const withVolumes = storageDirty
      hostDirty = false
      storageDirty = false
      inBackground(async () => {
        await storeAll(await connection.discover())
        if (withVolumes) readVolumes().catch(() => {})
      })
    })
  })

  let pulses = 0
  let pulsing = false
  every(rhythm.pulse, () => {
    // A host that is slower than the rhythm sets its own.
    if (pulsing) return
    pulsing = true
    pulses += 1
    inBackground(async () => {
      await pulse(pulses % pulsesPerSizes === 0)
      pulsing = false
    })
  })
  every(rhythm.everything, () => inBackground(async () => storeAll(await connection.discover())))
  // Beside the order, because it takes long. The pools tell of it, and the next pulse sees their figures.
  const rescan = () => void connection.rescanStorage().catch(() => {})
  after(rhythm.pulse, rescan)
  every(rhythm.storage, rescan)

  return {
    readAll: (read) => inOrder(async () => storeAll(await read())),
    readPart,
    readMachines: (uuids) =>
      inOrder(() => {
        for (const uuid of uuids) dirty.add(uuid)
        return readDirty()
      }),
    stop: async () => {
      stopped = true
      for (const timer of timers) clearTimeout(timer)
      await tail
    },
  }
}

const remember = ({ host, machines, addresses = new Map() }: Discovery) => ({
  host,
  addresses,
  machines: new Map(machines.map((machine) => [machine.uuid, machine])),
})

const same = (a: MachineFacts | null, b: MachineFacts | null) =>
  JSON.stringify(a) === JSON.stringify(b)

const sameAddresses = (a: Addresses, b: Addresses) =>
  a.size === b.size && [...a].every(([mac, given]) => b.get(mac)?.join() === given.join())

/** Domains that a light look shows to be new, gone or other than known. */
function disagreeing(
  { machines }: Pulse,
  known: ReadonlyMap<string, MachineFacts>,
): ReadonlySet<string> {
  const others = new Set(known.keys())
  for (const { uuid, name, state, memoryMiB, diskBytes } of machines) {
    const facts = known.get(uuid)
    const agrees =
      facts?.name === name &&
      facts.state === state &&
      (memoryMiB === null || facts.memoryMiB === memoryMiB) &&
      (diskBytes === null ||
        facts.disks.every((disk) => disk.size === (diskBytes.get(disk.name) ?? null)))
    if (agrees) others.delete(uuid)
    else others.add(uuid)
  }
  return others
}

/** What thin disks may still take is told by a whole discovery alone, and stays as it was until then. */
const keepPromises = (
  known: readonly StoragePoolFacts[],
  read: readonly StoragePoolFacts[],
): StoragePoolFacts[] =>
  read.map((pool) => {
    const { promisedBytes } = known.find(({ uuid }) => uuid === pool.uuid) ?? {}
    return promisedBytes === undefined ? pool : Object.assign({}, pool, { promisedBytes })
  })

/** The pools with their figures of now; undefined where nothing changed. */
function updatedPools(
  known: readonly StoragePoolFacts[],
  felt: readonly PoolPulse[],
): StoragePoolFacts[] | undefined {
  const byUuid = new Map(felt.map((pool) => [pool.uuid, pool]))
  const updated = known.map((pool) => ({ ...pool, ...byUuid.get(pool.uuid) }))
  return JSON.stringify(updated) === JSON.stringify(known) ? undefined : updated
}
