import type { ReactNode } from 'react'
import { cx } from '../util/cx.ts'
import styles from './StatusDot.module.css'

export type StatusTone = 'positive' | 'caution' | 'negative' | 'active' | 'idle'

/** Colour with a shape of its own per tone, always beside the word that says the same. */
export function StatusDot({ tone, children }: { tone: StatusTone; children: ReactNode }) {
  return (
    <span className={styles.status}>
      <span className={cx(styles.dot, styles[tone])} aria-hidden="true" />
      <span className={styles.text}>{children}</span>
    </span>
  )
}
