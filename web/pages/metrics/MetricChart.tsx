import { useId, useMemo, useState } from 'react'
import type { Metrics } from '../../../contract/metrics.ts'
import { Card } from '../../ui/Card.tsx'
import { TimeChart, type TimeLine } from '../../ui/TimeChart.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import type { ChartPlan } from './charts.ts'
import styles from './Metrics.module.css'
import { rangeWords } from './ranges.ts'
import { summarize } from './summary.ts'

type MetricChartProps = { plan: ChartPlan; metrics: Metrics }

/** One chart with what it says in numbers; at the time that is pointed at, else as it was last. */
export function MetricChart({ plan, metrics }: MetricChartProps) {
  const { title, scale } = plan
  const { start, step_seconds, series, range } = metrics
  const [point, setPoint] = useState<number | null>(null)
  const tableId = useId()
  const lines = useMemo(
    () => plan.lines.map(({ name, label }) => ({ label, values: series[name] })),
    [plan, series],
  )
  const times = useMemo(() => {
    const first = Date.parse(start) / 1000
    return (lines[0]?.values ?? []).map((_, index) => first + index * step_seconds)
  }, [start, step_seconds, lines])
  const known = lines.some(({ values }) => values.some((value) => value !== null))
  const at = point === null ? undefined : times[point]
  const words = ({ label, values }: TimeLine) => {
    const value = point === null ? summarize(values)?.last : values[point]
    const amount = typeof value === 'number' ? scale.format(value) : 'unknown'
    return `${label} ${amount}`
  }
  const when = at === undefined ? 'last' : timeText(at, step_seconds)
  return (
    <Card>
      <div className={styles.head}>
        <h2>{title}</h2>
        <p className={styles.when}>{at === undefined ? null : when}</p>
      </div>
      {known ? (
        <TimeChart
          label={`${title}, ${rangeWords[range].last}`}
          text={[when, ...lines.map(words)].join(', ')}
          describedBy={tableId}
          times={times}
          lines={lines}
          scale={scale}
          point={point}
          onPoint={setPoint}
        />
      ) : (
        <p className={styles.nothing}>Nothing was measured in the {rangeWords[range].last}.</p>
      )}
      <table className={styles.summary} id={tableId}>
        <caption className="visually-hidden">
          {title}, {rangeWords[range].last}
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Line</span>
            </th>
            <th scope="col">{at === undefined ? 'Last' : 'Then'}</th>
            <th scope="col">Lowest</th>
            <th scope="col">Highest</th>
            <th scope="col">Average</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, values }, index) => (
            <tr key={label}>
              <th scope="row">
                <span className={styles.swatch} data-line={index} aria-hidden="true" />
                {label}
              </th>
              {figures(values, point).map(([name, value]) => (
                <td key={name}>
                  {value === null ? <Unknown reason={unmeasured} /> : scale.format(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  )
}

const unmeasured = 'Nothing was measured.'

function figures(values: readonly (number | null)[], point: number | null) {
  const { last, lowest, highest, average } = summarize(values) ?? {}
  const now = point === null ? last : values[point]
  return Object.entries({ now, lowest, highest, average }).map(
    ([name, value]) => [name, value ?? null] as const,
  )
}

/** Seconds only where the steps are shorter than a minute; the day where they span more than one. */
const timeText = (seconds: number, stepSeconds: number) =>
  new Date(seconds * 1000).toLocaleString(undefined, {
    ...(stepSeconds > 300 && { day: 'numeric', month: 'short' }),
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(stepSeconds < 60 && { second: '2-digit' }),
  })
