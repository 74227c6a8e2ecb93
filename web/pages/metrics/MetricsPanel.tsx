import { useMemo } from 'react'
import type { MetricRange, Metrics } from '../../../contract/metrics.ts'
import { Age } from '../../ui/Age.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageSkeleton } from '../../ui/Skeleton.tsx'
import { chartPlans } from './charts.ts'
import { MetricChart } from './MetricChart.tsx'
import styles from './Metrics.module.css'
import { RangePicker } from './RangePicker.tsx'

type MetricsPanelProps = {
  range: MetricRange
  /** Undefined until they are there. */
  metrics: Metrics | undefined
  /** Why nothing may be measured now, in a sentence: the machine is off. */
  reason?: string | undefined
}

/** How busy a pod or a machine was: four charts of the same time. */
export function MetricsPanel({ range, metrics, reason }: MetricsPanelProps) {
  const lastSample = metrics?.last_sample ?? null
  return (
    <section className={styles.panel} aria-label="Metrics">
      <div className={styles.bar}>
        <RangePicker range={range} />
        <p className={styles.age}>
          {reason}{' '}
          {lastSample === null ? null : (
            <>
              Measured <Age since={lastSample} always />
            </>
          )}
        </p>
      </div>
      <Charts metrics={metrics} />
    </section>
  )
}

function Charts({ metrics }: { metrics: Metrics | undefined }) {
  const memory_mib = metrics?.memory_mib ?? null
  const plans = useMemo(() => chartPlans({ memory_mib }), [memory_mib])
  if (!metrics) return <PageSkeleton rows={4} />
  if (metrics.last_sample === null) {
    return (
      <EmptyState title="Nothing was measured yet.">
        Podyard looks at its hosts every 15 seconds. The first values are here within a minute after
        a host is connected.
      </EmptyState>
    )
  }
  return (
    <div className={styles.charts}>
      {plans.map((plan) => (
        <MetricChart key={plan.title} plan={plan} metrics={metrics} />
      ))}
    </div>
  )
}
