/**
 * How busy pods and machines were: one row for each pod and step, which holds the pod and all of its machines.
 *
 * A row takes about 60 bytes, and 50 more for each machine that runs. Each pod has 1,224 rows at most
 * (contract/rules/metric-tiers.ts), so 200 pods with 10,000 running machines end at 250,000 rows and 0.65 GB, whatever
 * happens; 3 pods with 30 at 2 MB. Every 15 s one statement for each 20 pods is written, 0.5 MB in all for those
 * 10,000. Nothing of it is on the change feed.
 */
import { sql } from 'kysely'
import { metricNames, type MetricPoint } from '../../contract/metrics.ts'
import { metricTiers } from '../../contract/rules/metric-tiers.ts'
import type { Db } from './schema.ts'

/** Of one step. Machines that were off are not in it. */
export type PodMetrics = {
  podId: number
  host: MetricPoint
  /** By system_id. */
  machines: ReadonlyMap<string, MetricPoint>
}

/** `at` is the start of the step, seconds since 1970. */
export type TimedPoint = { at: number; point: MetricPoint }

/** Steps that are kept beyond what a range shows: the next coarser ones are made of them. */
const spareSteps = 20

export function createMetrics(db: Db) {
  const rowsOf = (podId: number, stepS: number, from: number) =>
    db
      .selectFrom('metric')
      .where('pod_id', '=', podId)
      .where('step_seconds', '=', stepS)
      .where('at', '>=', from)
      .orderBy('at')

  return {
    /** Oldest first, from a time on. */
    async ofPod(podId: number, stepS: number, from: number): Promise<TimedPoint[]> {
      const rows = await rowsOf(podId, stepS, from).select(['at', 'host']).execute()
      return rows.map(({ at, host }) => ({ at, point: unpacked(JSON.parse(host) as Packed) }))
    },
    /** Oldest first; steps in which the machine was off are absent. */
    async ofMachine(
      podId: number,
      systemId: string,
      stepS: number,
      from: number,
    ): Promise<TimedPoint[]> {
      const rows = await rowsOf(podId, stepS, from).select(['at', 'machines']).execute()
      return rows.flatMap(({ at, machines }) => {
        const packed = cutOut(machines, systemId)
        return packed ? [{ at, point: unpacked(packed) }] : []
      })
    },
    /** The pod with all of its machines, oldest first; before `to`. */
    async whole(
      podId: number,
      stepS: number,
      from: number,
      to: number,
    ): Promise<(PodMetrics & { at: number })[]> {
      const rows = await rowsOf(podId, stepS, from)
        .where('at', '<', to)
        .select(['at', 'host', 'machines'])
        .execute()
      return rows.map(({ at, host, machines }) => ({
        at,
        podId,
        host: unpacked(JSON.parse(host) as Packed),
        machines: new Map(
          Object.entries(JSON.parse(machines) as Record<string, Packed>).map(([id, packed]) => [
            id,
            unpacked(packed),
          ]),
        ),
      }))
    },
    /** Start of the newest step of any pod, or of one; null: there is none. */
    async newest(stepS: number, podId?: number): Promise<number | null> {
      let select = db
        .selectFrom('metric')
        .select((eb) => eb.fn.max('at').as('at'))
        .where('step_seconds', '=', stepS)
      if (podId !== undefined) select = select.where('pod_id', '=', podId)
      return (await select.executeTakeFirst())?.at ?? null
    },
    /** Pods that have a step from `from` on and before `to`. */
    async podsWithin(stepS: number, from: number, to: number): Promise<number[]> {
      const rows = await db
        .selectFrom('metric')
        .select('pod_id')
        .distinct()
        .where('step_seconds', '=', stepS)
        .where('at', '>=', from)
        .where('at', '<', to)
        .execute()
      return rows.map(({ pod_id }) => pod_id)
    },
    /** In place of what was there of the same step. A pod that was deleted meanwhile fails all of them. */
    async add(stepS: number, at: number, pods: readonly PodMetrics[]): Promise<void> {
      if (pods.length === 0) return
      const rows = pods.map(({ podId, host, machines }) => ({
        pod_id: podId,
        step_seconds: stepS,
        at,
        host: JSON.stringify(packed(host)),
        machines: JSON.stringify(
          Object.fromEntries([...machines].map(([id, point]) => [id, packed(point)])),
        ),
      }))
      await db
        .insertInto('metric')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['pod_id', 'step_seconds', 'at']).doUpdateSet({
            host: sql`excluded.host`,
            machines: sql`excluded.machines`,
          }),
        )
        .execute()
    },
    /** Forgets what no range shows any more; `now` in seconds since 1970. */
    async prune(now: number): Promise<void> {
      for (const { stepS, count } of metricTiers) {
        await db
          .deleteFrom('metric')
          .where('step_seconds', '=', stepS)
          .where('at', '<', now - (count + spareSteps) * stepS)
          .execute()
      }
    },
  }
}

/** Values in the order of `metricNames`, rounded to what is worth a byte. */
type Packed = (number | null)[]

const packed = (point: MetricPoint): Packed =>
  metricNames.map((name) => {
    const value = point[name]
    if (value === null) return null
    return name === 'cpu_percent' ? Math.round(value * 10) / 10 : Math.round(value)
  })

const unpacked = (values: Packed): MetricPoint =>
  Object.fromEntries(metricNames.map((name, index) => [name, values[index] ?? null])) as MetricPoint

/** One machine out of the text of all: to parse 360 rows of 500 machines would hold up everybody for 100 ms. */
function cutOut(machines: string, systemId: string): Packed | undefined {
  const key = `${JSON.stringify(systemId)}:`
  const start = machines.indexOf(`${key}[`)
  if (start < 0) return undefined
  const end = machines.indexOf(']', start)
  return JSON.parse(machines.slice(start + key.length, end + 1)) as Packed
}
