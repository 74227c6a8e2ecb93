import type { Drift } from '../../contract/drift.ts'
import { addOwners, createOwners, type DriftMachine, podDrift } from '../../contract/rules/drift.ts'
import { nextTurn } from '../fleet/next-turn.ts'
import type { SessionLog } from '../fleet/session.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Store } from '../store/store.ts'

export type DriftWatch = {
  start: () => void
  /** Resolves when what was begun is stored, or has failed. */
  stop: () => Promise<void>
}

/** Changes come in crowds: one look is enough for all of them. */
const gatherMs = 1_000
/** A look reads all machines, which takes some tenths of a second in all with 10,000 of them. */
const restMs = 10_000

/** Looks for drift whenever a pod or a machine changed, and stores it with the pods that it is of, where it differs. */
export function createDriftWatch({
  store,
  log,
}: {
  store: Store
  log: Pick<SessionLog, 'error'>
}): DriftWatch {
  let unsubscribe = () => {}
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()
  let lookedAtMs = -restMs
  let stopped = false

  const soon = () => {
    if (timer !== undefined || stopped) return
    const restedMs = performance.now() - lookedAtMs
    timer = setTimeout(
      () => {
        timer = undefined
        lookedAtMs = performance.now()
        working = storeDrift(store).catch((error: unknown) => {
          log.error({ err: error }, 'drift could not be looked for')
        })
      },
      Math.max(gatherMs, restMs - restedMs),
    )
  }

  return {
    start: () => {
      unsubscribe = store.changes.subscribe((recorded) => {
        if (recorded.some(({ change }) => ['pod', 'machine'].includes(change.topic))) soon()
      })
      soon()
    },
    stop: () => {
      stopped = true
      unsubscribe()
      clearTimeout(timer)
      return working
    },
  }
}

/** Looks once. Nothing is written, and nobody told, where all is as it was. */
export async function storeDrift(store: Store): Promise<void> {
  const pods = await store.pods.list()
  const owners = createOwners()
  const byPod = new Map<number, DriftMachine[]>()
  for (const some of groupsOf(pods)) {
    const machines = await store.machines.driftFacts(some.map(({ id }) => id))
    addOwners(owners, machines)
    for (const [podId, own] of Map.groupBy(machines, ({ pod_id }) => pod_id)) byPod.set(podId, own)
    await nextTurn()
  }
  const found = new Map<number, Drift[]>()
  for (const some of groupsOf(pods)) {
    for (const pod of some) {
      const drift = podDrift(facts(pod), byPod.get(pod.id) ?? [], owners)
      if (JSON.stringify(drift) !== JSON.stringify(pod.drift)) found.set(pod.id, drift)
    }
    await nextTurn()
  }
  if (found.size === 0) return
  await store.transaction(async (tx) => {
    for (const [id, drift] of found) await tx.pods.update(id, { drift })
  })
}

/** As many as hold up nobody else for more than some milliseconds. */
const podsAtOnce = 10

function* groupsOf(pods: readonly StoredPod[]): Generator<readonly StoredPod[]> {
  for (let start = 0; start < pods.length; start += podsAtOnce) {
    yield pods.slice(start, start + podsAtOnce)
  }
}

const facts = (pod: StoredPod) => ({
  id: pod.id,
  cores: pod.facts?.cores ?? null,
  memoryMiB: pod.facts?.memoryMiB ?? null,
  cpu_over_commit_ratio: pod.cpu_over_commit_ratio,
  memory_over_commit_ratio: pod.memory_over_commit_ratio,
  default_storage_pool: pod.default_storage_pool,
  pools: (pod.facts?.storagePools ?? []).map(({ uuid, name, state, autostart }) => ({
    id: uuid,
    name,
    state,
    autostart,
  })),
  lost: pod.lost_storage_pools,
})
