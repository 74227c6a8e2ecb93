import type { ReactNode } from 'react'
import styles from './Card.module.css'

export function Card({ children }: { children: ReactNode }) {
  return <section className={styles.card}>{children}</section>
}

/** Parts of one card side by side with a line between them; one above the other on a phone. */
export function CardParts({ children }: { children: ReactNode }) {
  return <div className={styles.parts}>{children}</div>
}

/** Facts of one thing: name and value. */
export function Facts({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  return (
    <dl className={styles.facts}>
      {items.map((item) => (
        <div key={item.label} className={styles.fact}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
