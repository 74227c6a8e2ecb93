import { Children, type ReactNode, useState } from 'react'
import { cx } from '../util/cx.ts'
import { Button } from './Button.tsx'
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

type ToolbarProps = {
  /** The search first, then the filters; on a phone these wait behind a button. */
  children: ReactNode
  end?: ReactNode
}

/** A line of search, filters and buttons between header and table. */
export function Toolbar({ children, end }: ToolbarProps) {
  const [open, setOpen] = useState(false)
  const more = Children.count(children) > 1 || end !== undefined
  return (
    <div className={cx(styles.toolbar, open && styles.open)}>
      <div className={styles.filters}>
        {children}
        {more ? (
          <Button className={styles.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
            Filters
          </Button>
        ) : null}
      </div>
      {end === undefined ? null : <div className={cx(styles.actions, styles.end)}>{end}</div>}
    </div>
  )
}
