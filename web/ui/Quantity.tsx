import styles from './Quantity.module.css'

/** A number with its unit, small and muted. */
export function Quantity({ amount, unit }: { amount: string; unit: string }) {
  return (
    <span className={styles.quantity}>
      {amount} <span className={styles.unit}>{unit}</span>
    </span>
  )
}
