import styles from './Unknown.module.css'

/** A number that we do not know: never 0. The reason is shown on hover and read out. */
export function Unknown({ reason }: { reason: string }) {
  return (
    <span className={styles.unknown} title={reason}>
      <span aria-hidden="true">-</span>
      <span className="visually-hidden">unknown: {reason}</span>
    </span>
  )
}
