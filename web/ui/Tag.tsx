import type { ReactNode } from 'react'
import { cx } from '../util/cx.ts'
import { fittingTags } from './fitting-tags.ts'
import styles from './Tag.module.css'

type TagProps = { children: ReactNode; className?: string | undefined }

export function Tag({ children, className }: TagProps) {
  return <span className={cx(styles.tag, className)}>{children}</span>
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

type CellTagsProps = {
  names: readonly string[]
  /** What there is room for in a row of the table. */
  lines: 1 | 2
  linePx: number
}

/** As many tags as fit into a table's cell, then "+2". A card on a phone has room for all. */
export function CellTags({ names, lines, linePx }: CellTagsProps) {
  const fitting = fittingTags(names, lines, linePx)
  const more = names.length - fitting
  if (names.length === 0) return null
  return (
    <span
      className={cx(styles.tags, styles.small)}
      style={{ '--lines': lines }}
      title={names.join(', ')}
    >
      {names.map((name, index) => (
        <Tag key={name} className={index < fitting ? undefined : styles.left}>
          {name}
        </Tag>
      ))}
      {more === 0 ? null : (
        <span className={styles.more}>
          +{more}
          <span className="visually-hidden"> more: {names.slice(fitting).join(', ')}</span>
        </span>
      )}
    </span>
  )
}
