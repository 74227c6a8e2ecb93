import type { Check } from '../../contract/check.ts'
import type { Clock } from '../clock.ts'
import { HostError } from '../hypervisor/host-error.ts'
import type {
  ConnectOptions,
  HostConnection,
  HostFault,
  Hypervisor,
  Target,
} from '../hypervisor/port.ts'
import type { Secrets } from '../secrets.ts'
import { podPasswordPurpose, type StoredPod } from '../store/pods.ts'
import type { Store } from '../store/store.ts'
import { createGate } from './gate.ts'
import { createLines } from './lines.ts'
import type { HostPart } from './live.ts'
import {
  startSession,
  targetOf,
  type Reached,
  type Session,
  type SessionDeps,
  type SessionLog,
} from './session.ts'
import { connectingSince, storeDiscovery } from './store-discovery.ts'

export type FleetDeps = {
  store: Store
  hypervisor: Hypervisor
  secrets: Secrets
  clock: Clock
  log: SessionLog
  /** Told how busy a host is, at every look at it. */
  sampled?: SessionDeps['sampled']
  /** From 0 to 1; for the back-off. */
  chance?: () => number
}

export type Fleet = {
  /** Begins a session with every pod of the store. */
  start: () => Promise<void>
  /** Ends all sessions, within two seconds. */
  stop: () => Promise<void>
  /** The open connection of a pod; null while there is none. */
  connection: (podId: number) => HostConnection | null
  /**
   * Reads some machines of a pod again, by UUID, and stores what they have become: for an answer that tells the new
   * truth without waiting for the event. Does nothing while the host is away.
   *
   * @throws HostError
   */
  readMachines: (podId: number, uuids: readonly string[]) => Promise<void>
  /**
   * Connects to a host that need not be a pod, and discovers it. The caller hands the connection on, or closes it.
   *
   * @throws HostError, InvalidAddress
   */
  reach: (target: Target, options?: ConnectOptions) => Promise<Reached>
  /** Takes over a connection whose discovery was stored. */
  adopt: (podId: number, reached: Reached) => Promise<void>
  /**
   * Ends the session of a pod while `work` stores how it is reached from now on, so that the old one writes nothing in
   * between; then begins with what `work` reached. When that is nothing, or `work` rejects, the session begins anew.
   */
  exchange: (podId: number, work: () => Promise<Reached | undefined>) => Promise<void>
  /** Ends the session of a pod, then does `work`. When that rejects, a session begins anew. */
  remove: (podId: number, work: () => Promise<void>) => Promise<void>
  /**
   * Asks the host of a pod, on its open connection, for what the store does not keep.
   *
   * @throws HostError when the pod has no open connection
   */
  ask: <T>(podId: number, question: (connection: HostConnection) => Promise<T>) => Promise<T>
  /**
   * Does `work` on the open connection of a pod, one after the other, and stores what that part of the host has become
   * before it resolves or rejects. `readFirst` also stores what the host is before it: for work that would destroy
   * what the store does not know of yet.
   *
   * @throws HostError when the pod has no open connection
   */
  change: <T>(
    podId: number,
    part: HostPart,
    work: (connection: HostConnection) => Promise<T>,
    options?: { readFirst?: boolean },
  ) => Promise<T>
  /**
   * Reads everything from a host again, its storage included, and stores it: on the open connection, else by
   * reaching the host now. `accept` is what to do about its key.
   *
   * @throws HostError; the session then goes on trying by itself
   */
  refresh: (
    pod: StoredPod,
    accept: Pick<Target, 'trust' | 'acceptFingerprint'>,
    options?: ConnectOptions,
  ) => Promise<void>
}

/** How many hosts are reached at a time. Waiting costs little; many logins at once cost the event loop. */
const reachedAtOnce = 20
const touchEveryMs = 10_000
const stopLimitMs = 2_000
/** How long a caller waits for the storage pools to be looked at anew. */
const rescanWaitMs = 3_000

/** One session per pod, each on its own: what one host does to its session is nothing to the others. */
export function createFleet(deps: FleetDeps): Fleet {
  const { store, hypervisor, secrets, clock, log } = deps
  const sessions = new Map<number, Session>()
  const inLine = createLines()
  const changeInLine = createLines()
  const seen = new Map<number, string>()
  let touching: NodeJS.Timeout | undefined
  let stopped = false

  const passwordOf = ({ power_pass }: StoredPod) =>
    power_pass === null ? null : secrets.decrypt(power_pass, podPasswordPurpose)

  const sessionDeps: SessionDeps = {
    store,
    clock,
    log,
    chance: deps.chance ?? Math.random,
    gates: { first: createGate(reachedAtOnce), again: createGate(reachedAtOnce) },
    seen: (podId) => seen.set(podId, clock.now().toISOString()),
    sampled: deps.sampled ?? (() => {}),
    connect: async (podId, signal) => {
      const pod = await store.pods.byId(podId)
      return pod && hypervisor.connect(targetOf(pod, passwordOf(pod)), { signal })
    },
  }

  /** In place of the session there was. A pod that was deleted meanwhile gets none. */
  const begin = async (podId: number, how?: Parameters<typeof startSession>[2]) => {
    await sessions.get(podId)?.stop()
    sessions.delete(podId)
    const wanted = !stopped && (await store.pods.byId(podId)) !== undefined
    if (wanted) sessions.set(podId, startSession(sessionDeps, podId, how))
    else await how?.reached?.connection.close()
  }

  const reach = async (
    target: Target,
    options: ConnectOptions = {},
    prepare: (connection: HostConnection) => Promise<void> = async () => {},
  ): Promise<Reached> => {
    const connection = await hypervisor.connect(target, options)
    try {
      await prepare(connection)
      return { connection, discovery: await connection.discover(options) }
    } catch (error) {
      await connection.close()
      throw error
    }
  }

  const exchange: Fleet['exchange'] = (podId, work) =>
    inLine(podId, async () => {
      await sessions.get(podId)?.stop()
      try {
        await begin(podId, { reached: await work() })
      } catch (error) {
        await begin(podId)
        throw error
      }
    })

  /** On a connection of its own, whatever pause the session is in; it takes the session's place when all is stored. */
  const refreshAnew = async (pod: StoredPod, target: Target, options: ConnectOptions) => {
    const reached = await reach(target, options, rescan).catch(async (error: unknown) => {
      if (error instanceof HostError) await tellAway(pod.id, error.fault)
      throw error
    })
    let stored: StoredPod | undefined
    try {
      await exchange(pod.id, async () => {
        const at = clock.now().toISOString()
        stored = await store.transaction(async (tx) => {
          const now = await tx.pods.byId(pod.id)
          // Someone else may have deleted it meanwhile, or moved it to another address.
          if (now?.power_address !== pod.power_address) return undefined
          return storeDiscovery(tx, pod.id, reached.discovery, at, reached.connection)
        })
        return stored && reached
      })
    } finally {
      if (!stored) await reached.connection.close()
    }
  }

  /** A session that is connected all the same goes on. */
  const tellAway = (podId: number, failed: HostFault) =>
    inLine(podId, async () => {
      if (!sessions.get(podId)?.connection()) await begin(podId, { failed })
    })

  /** Why nothing can be done on a host now. */
  const away = async (podId: number) => {
    const pod = await store.pods.byId(podId)
    const { message, fix } = pod?.connection.problem ?? {
      message: 'The host is not connected yet.',
      fix: null,
    }
    return new HostError({ code: 'connection_lost', message, fix, hostKey: null })
  }

  const touch = async () => {
    const entries = [...seen]
    seen.clear()
    if (entries.length === 0) return
    await store.transaction(async (tx) => {
      for (const [podId, at] of entries) await tx.pods.touch([podId], at)
    })
  }
  const keepTouching = () => {
    touching = setTimeout(() => {
      touch()
        .catch((error: unknown) => log.error({ err: error }, 'ages could not be stored'))
        .finally(() => {
          if (!stopped) keepTouching()
        })
    }, touchEveryMs)
  }

  return {
    start: async () => {
      const pods = await store.pods.list()
      const connection = connectingSince(clock.now().toISOString())
      await store.transaction(async (tx) => {
        for (const { id } of pods) await tx.pods.update(id, { connection })
      })
      keepTouching()
      await Promise.all(pods.map(({ id }) => inLine(id, () => begin(id))))
    },
    stop: async () => {
      stopped = true
      clearTimeout(touching)
      const all = Promise.all([...sessions.values()].map((session) => session.stop()))
      sessions.clear()
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, stopLimitMs).unref())])
      await touch()
    },
    connection: (podId) => sessions.get(podId)?.connection() ?? null,
    readMachines: async (podId, uuids) => sessions.get(podId)?.readMachines(uuids),
    reach: (target, options) => reach(target, options),
    adopt: (podId, reached) => inLine(podId, () => begin(podId, { reached })),
    exchange,
    remove: (podId, work) =>
      inLine(podId, async () => {
        await sessions.get(podId)?.stop()
        try {
          await work()
        } catch (error) {
          await begin(podId)
          throw error
        }
        sessions.delete(podId)
        seen.delete(podId)
      }),
    ask: async (podId, question) => {
      const open = sessions.get(podId)?.connection()
      if (!open) throw await away(podId)
      return question(open)
    },
    change: (podId, part, work, { readFirst = false } = {}) =>
      changeInLine(podId, async () => {
        const session = sessions.get(podId)
        const open = session?.connection()
        if (!session || !open) throw await away(podId)
        if (readFirst) {
          await session.readAll(open, () => open.discover())
          await session.readPart(open, part)
        }
        try {
          return await work(open)
        } finally {
          await session.readPart(open, part)
        }
      }),
    refresh: async (pod, accept, options = {}) => {
      const open = sessions.get(pod.id)?.connection()
      const keyIsPinned =
        accept.acceptFingerprint === null || accept.acceptFingerprint === pod.host_key?.fingerprint
      if (open && keyIsPinned) {
        replay(open.checks, options)
        await rescan(open)
        const read = () => open.discover(options)
        if (await sessions.get(pod.id)?.readAll(open, read)) return
      }
      // Not connected: try now.
      await refreshAnew(pod, { ...targetOf(pod, passwordOf(pod)), ...accept }, options)
    },
  }
}

/** The volumes of a slow pool may go on being listed after this; the pool tells when it is done. */
async function rescan(connection: HostConnection): Promise<void> {
  const enough = new Promise<void>((resolve) => setTimeout(resolve, rescanWaitMs).unref())
  await Promise.race([connection.rescanStorage(), enough])
}

/** The steps that led to a connection that is open already. */
function replay(checks: readonly Check[], { onCheck }: ConnectOptions): void {
  for (const check of checks) onCheck?.(check)
}
