import {
  type ConsumerOrder,
  metricNames,
  type MetricPoint,
  type MetricRange,
  type Metrics,
  type TopConsumers,
} from '../../contract/metrics.ts'
import {
  consumersWindowS,
  metricTiers,
  stepsOf,
  tierOf,
} from '../../contract/rules/metric-tiers.ts'
import { topConsumers } from '../../contract/rules/top-consumers.ts'
import type { Clock } from '../clock.ts'
import { notFound } from '../errors.ts'
import { average } from '../fleet/roll-up.ts'
import type { TimedPoint } from '../store/metrics.ts'
import type { Store } from '../store/store.ts'
import { requireMachine } from './machine-services.ts'

export type MetricServices = { store: Store; clock: Clock }

const [{ stepS: rawStepS }] = metricTiers

const secondsOf = (clock: Clock) => clock.now().getTime() / 1000
const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString()

/** @throws AppError `not_found` */
export async function readPodMetrics(
  { store, clock }: MetricServices,
  podId: number,
  range: MetricRange,
): Promise<Metrics> {
  const pod = await store.pods.byId(podId)
  if (!pod) throw notFound()
  const [steps, { stepS }] = [stepsOf(tierOf(range), secondsOf(clock)), tierOf(range)]
  return {
    ...series(range, steps, await store.metrics.ofPod(podId, stepS, steps[0] ?? 0)),
    last_sample: await lastSample(store, podId),
    cores: pod.facts?.cores ?? null,
    memory_mib: pod.facts?.memoryMiB ?? null,
  }
}

/** @throws AppError `not_found` */
export async function readMachineMetrics(
  { store, clock }: MetricServices,
  systemId: string,
  range: MetricRange,
): Promise<Metrics> {
  const machine = await requireMachine(store, systemId)
  const [steps, { stepS }] = [stepsOf(tierOf(range), secondsOf(clock)), tierOf(range)]
  const points = await store.metrics.ofMachine(machine.pod_id, systemId, stepS, steps[0] ?? 0)
  return {
    ...series(range, steps, points),
    last_sample: await lastSample(store, machine.pod_id),
    cores: machine.cpu_count,
    memory_mib: machine.memory_mib,
  }
}

/** One value for each step; null where there is none. */
function series(range: MetricRange, steps: readonly number[], points: readonly TimedPoint[]) {
  const byTime = new Map(points.map(({ at, point }) => [at, point]))
  const valuesOf = (name: keyof MetricPoint) => steps.map((at) => byTime.get(at)?.[name] ?? null)
  return {
    range,
    start: isoOf(steps[0] ?? 0),
    step_seconds: tierOf(range).stepS,
    series: Object.fromEntries(
      metricNames.map((name) => [name, valuesOf(name)]),
    ) as Metrics['series'],
  }
}

/** What is measured is of the whole step, hence as old as its end. */
async function lastSample(store: Store, podId: number): Promise<string | null> {
  for (const { stepS } of metricTiers) {
    const at = await store.metrics.newest(stepS, podId)
    if (at !== null) return isoOf(at + stepS)
  }
  return null
}

/** @throws AppError `not_found` */
export async function readTopConsumers(
  { store, clock }: MetricServices,
  podId: number,
  by: ConsumerOrder,
  limit: number,
): Promise<TopConsumers> {
  if (!(await store.pods.byId(podId))) throw notFound()
  const now = secondsOf(clock)
  const parts = await store.metrics.whole(podId, rawStepS, now - consumersWindowS - rawStepS, now)
  const { machines: averages } = average(podId, parts)
  const measured = (await store.machines.list({ podIds: [podId] })).flatMap((machine) => {
    const point = averages.get(machine.system_id)
    return point ? [{ ...machine, point }] : []
  })
  const newest = parts.at(-1)?.at
  return {
    by,
    window_seconds: consumersWindowS,
    last_sample: newest === undefined ? null : isoOf(newest + rawStepS),
    machines: topConsumers(measured, by, limit),
  }
}
