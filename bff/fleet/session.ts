import { HostError } from '../hypervisor/host-error.ts'
import type { Discovery, HostConnection, HostFault, Target } from '../hypervisor/port.ts'
import type { StoredPod } from '../store/pods.ts'
import { backoffMs } from './backoff.ts'
import type { Gate } from './gate.ts'
import { type HostPart, keepLive, type Live, type LiveDeps } from './live.ts'
import type { Sample } from './rates.ts'
import { storeDiscovery } from './store-discovery.ts'

export type SessionLog = {
  info: (fields: object, message: string) => void
  warn: (fields: object, message: string) => void
  error: (fields: object, message: string) => void
}

export type SessionDeps = Pick<LiveDeps, 'store' | 'clock'> & {
  /** Reaches the pod as it is stored now; undefined when it is no more. */
  connect: (podId: number, signal: AbortSignal) => Promise<HostConnection | undefined>
  /** For hosts that are tried for the first time, and for those that failed before: they must not hold up the others. */
  gates: { first: Gate; again: Gate }
  seen: (podId: number) => void
  sampled: (podId: number, sample: Sample) => void
  /** From 0 to 1. */
  chance: () => number
  log: SessionLog
}

/** What was reached by someone else, to begin with. */
export type Reached = { connection: HostConnection; discovery: Discovery }

export type Session = {
  /** The open connection, or null. */
  connection: () => HostConnection | null
  /** Stores a discovery made on this connection. False when it is no more the open one. */
  readAll: (connection: HostConnection, read: () => Promise<Discovery>) => Promise<boolean>
  /** Reads a part of the host again and stores it. False when this connection is no more the open one. */
  readPart: (connection: HostConnection, part: HostPart) => Promise<boolean>
  /** Reads some machines again and stores what they have become, if it is connected. */
  readMachines: (uuids: readonly string[]) => Promise<void>
  /** Ends it and its connection. Never rejects. */
  stop: () => Promise<void>
}

/** How long a host must have been connected to be tried again at once, and not with a longer pause. */
const settledMs = 30_000

/** What a pod is reached by. */
export const targetOf = (pod: StoredPod, password: string | null): Target => ({
  address: pod.power_address,
  password,
  hostKey: pod.host_key && {
    algorithm: pod.host_key.algorithm,
    fingerprint: pod.host_key.fingerprint,
  },
  trust: 'first_use',
  acceptFingerprint: null,
})

/**
 * Keeps one host connected for as long as it lasts: reach, discover, store, stay in line, and after a failure wait and
 * begin anew. `failed` is a fault that was just met, for a session that begins with waiting.
 */
export function startSession(
  deps: SessionDeps,
  podId: number,
  begin: { reached?: Reached | undefined; failed?: HostFault | undefined } = {},
): Session {
  const { store, clock, log } = deps
  const over = new AbortController()
  let open: { connection: HostConnection; live: Live } | null = null
  let failures = 0

  const run = async () => {
    let { reached } = begin
    if (begin.failed) await rest(begin.failed)
    while (!over.signal.aborted) {
      const since = clock.now().getTime()
      const fault = await attempt(reached)
      reached = undefined
      if (over.signal.aborted || !fault) return
      if (clock.now().getTime() - since > settledMs) failures = 0
      await rest(fault)
    }
  }

  /** One connection from its beginning to its end. Resolves with why it ended; undefined when the pod is no more. */
  const attempt = async (reached: Reached | undefined): Promise<HostFault | undefined> => {
    let connection = reached?.connection
    try {
      let discovery = reached?.discovery
      if (!connection || !discovery) {
        const gate = failures === 0 ? deps.gates.first : deps.gates.again
        const found = await gate(over.signal, () => reach())
        if (!found) return undefined
        connection = found.connection
        discovery = found.discovery
        const at = clock.now().toISOString()
        const stored = await store.transaction((tx) =>
          storeDiscovery(tx, podId, found.discovery, at, found.connection),
        )
        if (!stored) return undefined
      }
      return await stay(connection, discovery)
    } catch (error) {
      if (over.signal.aborted) return undefined
      if (error instanceof HostError) return error.fault
      log.error({ err: error, podId }, 'a session failed inside')
      return {
        code: 'connection_lost',
        message: 'Podyard failed inside.',
        fix: null,
        hostKey: null,
      }
    } finally {
      await connection?.close()
    }
  }

  const reach = async (): Promise<Reached | undefined> => {
    const connection = await deps.connect(podId, over.signal)
    if (!connection) return undefined
    // A host that answers nothing any more must not hold up the end.
    const hangUp = () => void connection.close()
    over.signal.addEventListener('abort', hangUp)
    try {
      over.signal.throwIfAborted()
      return { connection, discovery: await connection.discover() }
    } catch (error) {
      await connection.close()
      throw error
    } finally {
      over.signal.removeEventListener('abort', hangUp)
    }
  }

  const stay = async (connection: HostConnection, discovery: Discovery): Promise<HostFault> => {
    const broken = Promise.withResolvers<never>()
    broken.promise.catch(() => {})
    const live = keepLive(
      {
        store,
        clock,
        seen: () => deps.seen(podId),
        sampled: (sample) => deps.sampled(podId, sample),
        failed: broken.reject,
      },
      podId,
      connection,
      discovery,
    )
    open = { connection, live }
    deps.seen(podId)
    log.info({ podId, transport: connection.transport }, 'host connected')
    const onAbort = () => broken.reject(over.signal.reason)
    over.signal.addEventListener('abort', onAbort)
    try {
      return await Promise.race([connection.closed, broken.promise])
    } finally {
      over.signal.removeEventListener('abort', onAbort)
      open = null
      const settled = live.stop()
      // Ends what waits for the host; what waits for the store must come before whatever is stored next.
      await connection.close()
      await settled
    }
  }

  /** Tells that the host is away and why, and waits for the next try. */
  const rest = async (fault: HostFault) => {
    const waitMs = backoffMs(failures, deps.chance())
    failures += 1
    const now = clock.now()
    log.warn({ podId, code: fault.code, waitMs }, fault.message)
    try {
      await store.transaction(async (tx) => {
        const pod = await tx.pods.byId(podId)
        if (!pod) return over.abort()
        const wasAway = pod.connection.state === 'unreachable'
        await tx.pods.update(podId, {
          connection: {
            state: 'unreachable',
            since: wasAway ? pod.connection.since : now.toISOString(),
            next_try: new Date(now.getTime() + waitMs).toISOString(),
            problem: { code: fault.code, message: fault.message, fix: fault.fix },
            transport: null,
          },
        })
      })
    } catch (error) {
      log.error({ err: error, podId }, 'the state of a host could not be stored')
    }
    await pause(waitMs, over.signal)
  }

  const done = run().catch((error: unknown) => {
    log.error({ err: error, podId }, 'a session ended')
  })

  return {
    connection: () => open?.connection ?? null,
    readAll: async (connection, read) => {
      if (open?.connection !== connection) return false
      await open.live.readAll(read)
      return true
    },
    readPart: async (connection, part) => {
      if (open?.connection !== connection) return false
      await open.live.readPart(part)
      return true
    },
    readMachines: async (uuids) => open?.live.readMachines(uuids),
    stop: async () => {
      over.abort()
      await done
    },
  }
}

/** Resolves after so long, or at once when the signal says so. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })
}
