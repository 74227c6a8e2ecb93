import { metricNames, type MetricPoint } from '../../contract/metrics.ts'
import { metricTiers, type MetricTier, stepStart } from '../../contract/rules/metric-tiers.ts'
import type { PodMetrics } from '../store/metrics.ts'
import type { Store } from '../store/store.ts'
import { nextTurn } from './next-turn.ts'

type MetricStore = Store['metrics']

/**
 * Makes the coarser steps that are over and not yet there, each of the finer ones within it; those that ended while
 * Podyard did not run too. True when there was something to make. `now` in seconds since 1970.
 */
export async function rollUp(metrics: MetricStore, now: number): Promise<boolean> {
  let made = false
  for (const [index, tier] of metricTiers.entries()) {
    const finer = metricTiers[index - 1]
    if (!finer) continue
    const end = stepStart(now, tier.stepS)
    for (let at = await firstMissing(metrics, tier, finer, end); at < end; at += tier.stepS) {
      await makeStep(metrics, tier.stepS, finer.stepS, at)
      made = true
    }
  }
  return made
}

/** Where the finer steps reach back no further, there is nothing to make it of. */
async function firstMissing(
  metrics: MetricStore,
  { stepS }: MetricTier,
  finer: MetricTier,
  end: number,
): Promise<number> {
  const newest = await metrics.newest(stepS)
  const oldestKept = stepStart(end - finer.count * finer.stepS, stepS)
  return Math.max(newest === null ? 0 : newest + stepS, oldestKept)
}

async function makeStep(
  metrics: MetricStore,
  stepS: number,
  finerS: number,
  at: number,
): Promise<void> {
  for (const podId of await metrics.podsWithin(finerS, at, at + stepS)) {
    const parts = await metrics.whole(podId, finerS, at, at + stepS)
    await metrics.add(stepS, at, [average(podId, parts)])
    await nextTurn()
  }
}

/** Of each machine over the steps in which it ran. */
export function average(podId: number, parts: readonly PodMetrics[]): PodMetrics {
  const ids = new Set(parts.flatMap(({ machines }) => [...machines.keys()]))
  return {
    podId,
    host: averagePoint(parts.map(({ host }) => host)),
    machines: new Map(
      [...ids].map((id) => [
        id,
        averagePoint(parts.flatMap(({ machines }) => machines.get(id) ?? [])),
      ]),
    ),
  }
}

/** Of what is known; null where nothing is. */
export function averagePoint(points: readonly MetricPoint[]): MetricPoint {
  const entries = metricNames.map((name) => {
    const known = points.map((point) => point[name]).filter((value) => value !== null)
    const sum = known.reduce((total, value) => total + value, 0)
    return [name, known.length === 0 ? null : sum / known.length] as const
  })
  return Object.fromEntries(entries) as MetricPoint
}
