import { Link } from 'react-router'
import { type MetricRange, metricRanges } from '../../../contract/metrics.ts'
import styles from './Metrics.module.css'
import { rangeWords } from './ranges.ts'

/** How far back; kept in the address. */
export function RangePicker({ range }: { range: MetricRange }) {
  return (
    <nav className={styles.ranges} aria-label="Time range">
      {metricRanges.map((each) => (
        <Link
          key={each}
          className={styles.range}
          to={{ search: `?range=${each}` }}
          replace
          preventScrollReset
          aria-current={each === range ? 'true' : undefined}
        >
          {rangeWords[each].label}
        </Link>
      ))}
    </nav>
  )
}
