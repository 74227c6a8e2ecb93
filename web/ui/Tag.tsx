import type { ReactNode } from 'react'
import styles from './Tag.module.css'

export function Tag({ children }: { children: ReactNode }) {
  return <span className={styles.tag}>{children}</span>
}

/** Tags in a row, wrapping. */
export function Tags({ names }: { names: readonly string[] }) {
  return (
    <span className={styles.tags}>
      {names.map((name) => (
        <Tag key={name}>{name}</Tag>
      ))}
    </span>
  )
}
