import type { ReactNode } from 'react'
import { Icon } from '../ui/Icon.tsx'
import styles from './Fold.module.css'

type FoldProps = {
  title: string
  /** Absent: folded at first, and as it was left from then on. */
  open?: boolean
  onToggle?: (open: boolean) => void
  children: ReactNode
}

/** A part of a form that few need, folded away under its title. */
export function Fold({ title, open, onToggle, children }: FoldProps) {
  return (
    <details
      className={styles.fold}
      open={open}
      onToggle={(event) => onToggle?.(event.currentTarget.open)}
    >
      <summary className={styles.title}>
        <Icon name="chevron-right" size={14} />
        <span>{title}</span>
      </summary>
      <div className={styles.content}>{children}</div>
    </details>
  )
}

/** Says what stands below it. */
export const FoldLabel = ({ children }: { children: ReactNode }) => (
  <p className={styles.label}>{children}</p>
)
