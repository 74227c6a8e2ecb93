/** How busy hosts and machines were: made of their names and the time, so it is the same whenever it is asked for. */
import { powerOfDomain } from '../contract/machine.ts'
import type { metricsEndpoints } from '../contract/endpoints/metrics.ts'
import {
  metricNames,
  type MetricPoint,
  type MetricRange,
  type Metrics,
} from '../contract/metrics.ts'
import { consumersWindowS, stepsOf, tierOf } from '../contract/rules/metric-tiers.ts'
import { topConsumers } from '../contract/rules/top-consumers.ts'
import { type Db, iso, type MachineRow, type PodRow } from './db.ts'
import type { MockHandlers } from './handler.ts'
import { lastSeen } from './out.ts'
import { notFound } from './refusal.ts'
import { hash } from './stable.ts'

type MetricsHandlers = Pick<MockHandlers, keyof typeof metricsEndpoints>

export const metricsHandlers: MetricsHandlers = {
  podMetrics: ({ id, range = '1h' }, db) => {
    const pod = findPod(db, id)
    return {
      ...answer(db, pod, range, (at) => hostPoint(db, pod, at)),
      cores: pod.host.cores,
      memory_mib: pod.host.memoryMiB,
    }
  },
  machineMetrics: ({ system_id, range = '1h' }, db) => {
    const row = db.machines.find((each) => each.system_id === system_id)
    const pod = row && db.pods.find((each) => each.id === row.pod_id)
    if (!pod) throw notFound()
    return {
      ...answer(db, pod, range, (at) => machinePoint(row, at)),
      cores: row.cpu_count,
      memory_mib: row.memory,
    }
  },
  podTopConsumers: ({ id, by = 'cpu', limit = 5 }, db) => {
    const pod = findPod(db, id)
    const now = db.now() / 1000
    const last = Date.parse(lastSeen(pod, db) ?? '') / 1000
    const measured = machinesOf(db, pod).flatMap((row) => {
      const point = now - last < consumersWindowS ? machinePoint(row, now) : null
      return point ? [{ ...row, point }] : []
    })
    return {
      by,
      window_seconds: consumersWindowS,
      last_sample: measured.length > 0 ? iso(last * 1000) : null,
      machines: topConsumers(measured, by, limit),
    }
  },
}

function findPod(db: Db, id: number): PodRow {
  const row = db.pods.find((each) => each.id === id)
  if (!row) throw notFound()
  return row
}

const machinesOf = (db: Db, pod: PodRow) => db.machines.filter((row) => row.pod_id === pod.id)

const minute = 60
const hour = 60 * minute

/** Seconds ago, from and to: a pod that is new, one long outage and a short one, so that every range has a gap. */
const gaps = [
  [Infinity, 24 * 24 * hour],
  [9 * hour, 7 * hour],
  [32 * minute, 28 * minute],
] as const

const wasMeasured = (ageS: number) => !gaps.some(([from, to]) => ageS <= from && ageS > to)

function answer(
  db: Db,
  pod: PodRow,
  range: MetricRange,
  pointAt: (at: number) => MetricPoint | null,
): Omit<Metrics, 'cores' | 'memory_mib'> {
  const tier = tierOf(range)
  const now = db.now() / 1000
  const last = lastSeen(pod, db)
  const until = last === null ? 0 : Date.parse(last) / 1000
  const steps = stepsOf(tier, now)
  const points = steps.map((at) => (at < until && wasMeasured(now - at) ? pointAt(at) : null))
  return {
    range,
    start: iso((steps[0] ?? 0) * 1000),
    step_seconds: tier.stepS,
    last_sample: last,
    series: Object.fromEntries(
      metricNames.map((name) => [name, points.map((point) => point?.[name] ?? null)]),
    ) as Metrics['series'],
  }
}

/** From 0 to 1: a day's rhythm, shorter waves, and some noise; each key in its own way. */
function wave(key: string, at: number): number {
  const seed = hash(key)
  const turn = (period: number) => Math.sin((2 * Math.PI * (at + (seed % period))) / period)
  const noise = (hash(`${key}/${at}`) % 1000) / 1000
  const level = 0.34 + 0.18 * turn(86_400) + 0.12 * turn(5_400) + 0.06 * turn(700)
  return Math.min(1, Math.max(0.01, level + 0.16 * (noise - 0.4)))
}

/** Null while the machine is off. */
function machinePoint(row: MachineRow, at: number): MetricPoint | null {
  if (powerOfDomain[row.domain_state] !== 'on') return null
  const key = row.system_id
  const size = ((hash(key) % 9) + 1) / 9
  return {
    cpu_percent: 96 * size * wave(key, at),
    memory_mib: Math.round(row.memory * (0.35 + 0.4 * size + 0.2 * wave(`${key}/memory`, at))),
    disk_read_bytes_per_second: Math.round(6e6 * size * wave(`${key}/read`, at) ** 3),
    disk_write_bytes_per_second: Math.round(14e6 * size * wave(`${key}/write`, at) ** 3),
    network_receive_bytes_per_second: Math.round(9e6 * size * wave(`${key}/in`, at) ** 3),
    network_transmit_bytes_per_second: Math.round(4e6 * size * wave(`${key}/out`, at) ** 3),
  }
}

/** All machines together, and a little for the host itself. */
function hostPoint(db: Db, pod: PodRow, at: number): MetricPoint {
  const rows = machinesOf(db, pod)
  const measured = rows.map((row) => ({ row, point: machinePoint(row, at) }))
  const sum = (value: (point: MetricPoint, row: MachineRow) => number | null) =>
    measured.reduce((total, { row, point }) => total + ((point && value(point, row)) ?? 0), 0)
  const busyCores = sum((point, row) => ((point.cpu_percent ?? 0) / 100) * row.cpu_count)
  const { cores, memoryMiB } = pod.host
  return {
    cpu_percent: Math.min(99, 1.5 + (busyCores / cores) * 100),
    memory_mib: Math.min(0.97 * memoryMiB, 900 + sum((point) => point.memory_mib)),
    disk_read_bytes_per_second: sum((point) => point.disk_read_bytes_per_second),
    disk_write_bytes_per_second: sum((point) => point.disk_write_bytes_per_second),
    network_receive_bytes_per_second: sum((point) => point.network_receive_bytes_per_second),
    network_transmit_bytes_per_second: sum((point) => point.network_transmit_bytes_per_second),
  }
}
