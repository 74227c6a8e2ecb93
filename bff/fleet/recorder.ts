import { metricTiers, stepStart } from '../../contract/rules/metric-tiers.ts'
import type { Clock } from '../clock.ts'
import type { PodMetrics } from '../store/metrics.ts'
import type { Store } from '../store/store.ts'
import { nextTurn } from './next-turn.ts'
import type { Sample } from './rates.ts'
import { rollUp } from './roll-up.ts'
import type { SessionLog } from './session.ts'

export type RecorderDeps = { store: Store; clock: Clock; log: Pick<SessionLog, 'error'> }

export type Recorder = {
  /** The newest sample of a pod takes the place of the one before. */
  offer: (podId: number, sample: Sample) => void
  start: () => void
  /** Resolves when what was begun is stored, or has failed. */
  stop: () => Promise<void>
}

const [{ stepS: rawStepS }] = metricTiers
const rawStepMs = rawStepS * 1000
/** An older sample is of a host that has gone silent, or is slower than the rhythm: nobody knows how it is now. */
const freshForMs = 2 * rawStepMs
/** As many as are written without holding up others for more than some milliseconds. */
const podsAtOnce = 20

/**
 * Stores how busy all hosts are, at the same moments whatever the rhythm of each, so that every step has one value.
 * Then makes the coarser steps that are over, and forgets what is too old. A host that is away leaves a gap.
 */
export function createRecorder({ store, clock, log }: RecorderDeps): Recorder {
  const samples = new Map<number, Sample>()
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> = Promise.resolve()

  const record = async () => {
    const nowMs = clock.now().getTime()
    const now = stepStart(nowMs / 1000, rawStepS)
    for (const [podId, { atMs }] of samples) {
      if (nowMs - atMs >= freshForMs) samples.delete(podId)
    }
    const podIds = [...samples.keys()]
    for (let start = 0; start < podIds.length; start += podsAtOnce) {
      const some = podIds.slice(start, start + podsAtOnce)
      await store.metrics.add(rawStepS, now - rawStepS, await named(store, samples, some))
      await nextTurn()
    }
    if (await rollUp(store.metrics, now)) await store.metrics.prune(now)
  }

  const keepRecording = () => {
    const untilNextMs = rawStepMs - (clock.now().getTime() % rawStepMs)
    timer = setTimeout(() => {
      working = record()
        .catch((error: unknown) => {
          log.error({ err: error }, 'how busy the hosts are could not be stored')
        })
        .finally(() => {
          if (timer !== undefined) keepRecording()
        })
    }, untilNextMs)
  }

  return {
    offer: (podId, sample) => void samples.set(podId, sample),
    start: keepRecording,
    stop: () => {
      clearTimeout(timer)
      timer = undefined
      return working
    },
  }
}

/** The machines under the names that they have here. A pod that was deleted meanwhile is none. */
async function named(
  store: Store,
  samples: ReadonlyMap<number, Sample>,
  podIds: readonly number[],
): Promise<PodMetrics[]> {
  const existing = await store.pods.existing(podIds)
  const systemIds = await store.machines.systemIds(existing)
  return existing.flatMap((podId) => {
    const sample = samples.get(podId)
    if (!sample) return []
    const ids = systemIds.get(podId)
    const machines = [...sample.machines].flatMap(([uuid, point]) => {
      const systemId = ids?.get(uuid)
      return systemId === undefined ? [] : [[systemId, point] as const]
    })
    return [{ podId, host: sample.host, machines: new Map(machines) }]
  })
}
