import { findDrift } from '../../contract/rules/drift.ts'
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
/** A look reads all machines, which takes a tenth of a second with 10,000 of them. */
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
  const drift = findDrift(pods.map(facts), await store.machines.driftFacts())
  const changed = pods.filter(
    (pod) => JSON.stringify(drift.get(pod.id)) !== JSON.stringify(pod.drift),
  )
  if (changed.length === 0) return
  await store.transaction(async (tx) => {
    for (const { id } of changed) await tx.pods.update(id, { drift: drift.get(id) ?? [] })
  })
}

const facts = (pod: StoredPod) => ({
  id: pod.id,
  name: pod.name,
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
