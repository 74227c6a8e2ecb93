import type { ReactNode } from 'react'
import styles from './PageHeader.module.css'

type PageHeaderProps = {
  title: ReactNode
  /** Beside the title: status, age. */
  facts?: ReactNode
  /** At the right edge: "Add pod", "Take action". */
  actions?: ReactNode
}

/** The page's only h1; receives focus after a navigation. */
export function PageHeader({ title, facts, actions }: PageHeaderProps) {
  return (
    <div className={styles.header}>
      <div className={styles.title}>
        <h1 tabIndex={-1}>{title}</h1>
        {facts === undefined ? null : <div className={styles.facts}>{facts}</div>}
      </div>
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </div>
  )
}

/** A line of filters and buttons between header and table. */
export function Toolbar({ children, end }: { children: ReactNode; end?: ReactNode }) {
  return (
    <div className={styles.toolbar}>
      <div className={styles.filters}>{children}</div>
      {end === undefined ? null : <div className={styles.actions}>{end}</div>}
    </div>
  )
}
