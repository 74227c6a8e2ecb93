import { useNow } from '../hooks/use-now.ts'
import { ageInWords, freshForMs, staleAfterMs } from '../util/age.ts'
import { cx } from '../util/cx.ts'
import styles from './Age.module.css'

type AgeProps = {
  /** UTC, ISO 8601. */
  since: string
  /** Say it even when it is fresh. */
  always?: boolean
}

/** How old a fact is: silent for 30 seconds, greyed past five minutes. */
export function Age({ since, always = false }: AgeProps) {
  const ageMs = useNow() - Date.parse(since)
  if (!always && ageMs < freshForMs) return null
  return (
    <time
      className={cx(styles.age, ageMs > staleAfterMs && styles.stale)}
      dateTime={since}
      title={new Date(since).toLocaleString()}
    >
      {ageInWords(ageMs)}
    </time>
  )
}
