import { type ReactNode, useId } from 'react'
import styles from './RowTable.module.css'

type RowTableProps = {
  title: string
  /** Headings of the columns; the one with the buttons has none. */
  columns: readonly { label: string; width?: string }[]
  /** `RowTableRow`s. */
  children: ReactNode
  /** The button below them. */
  add: ReactNode
}

/** A list that is part of a form: a row of controls for each, headings above; cards on a phone. */
export function RowTable({ title, columns, children, add }: RowTableProps) {
  const id = useId()
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <table className={styles.table} aria-labelledby={id}>
        <thead>
          <tr>
            {columns.map(({ label, width }) => (
              <th key={label} scope="col" style={width === undefined ? undefined : { width }}>
                {label}
              </th>
            ))}
            <th className={styles.last} scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
      <div className={styles.add}>{add}</div>
    </section>
  )
}

type CellProps = {
  /** The column's heading, once more for where the row is a card. */
  heading?: string
  /** What is wrong with it; belongs to its control as `errorId`. */
  error?: string | undefined
  errorId?: string
  colSpan?: number
  children: ReactNode
}

export function RowTableCell(props: CellProps) {
  const { heading, error, errorId, colSpan, children } = props
  return (
    <td className={styles.cell} colSpan={colSpan}>
      {heading === undefined ? null : (
        <span className={styles.heading} aria-hidden="true">
          {heading}
        </span>
      )}
      {children}
      {error === undefined ? null : (
        <p className={styles.error} id={errorId}>
          {error}
        </p>
      )}
    </td>
  )
}
