import { type ReactNode, useEffect } from 'react'
import { Checkbox } from '../ui/Checkbox.tsx'
import { cx } from '../util/cx.ts'
import type { Column, Order } from './column.ts'
import styles from './DataTable.module.css'
import { HeaderCell } from './HeaderCell.tsx'
import { Rows } from './Rows.tsx'
import { SortPicker } from './SortPicker.tsx'
import { useInside, useSteadyRows } from './use-steady-rows.ts'

export type Selection = {
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
  /** Where not all rows are here: how many there are, and what selects them. */
  everything?: { count: number; select: () => void }
}

/** For rows that are fetched as they come into view; those that are on their way are undefined. */
export type RowWindow = {
  /** Called with the first row in view, and the one behind the last. */
  onView: (start: number, end: number) => void
  /** Called when pointer and keyboard come among the rows, and when both have left: order belongs to the caller. */
  onInside: (inside: boolean) => void
}

export type DataTableProps<Row> = {
  /** Its accessible name: "Pods". */
  label: string
  columns: readonly Column<Row>[]
  /** Filtered and ordered: see `arrangeRows`. */
  rows: readonly (Row | undefined)[]
  /** Absent: all rows are here. */
  rowWindow?: RowWindow
  rowKey: (row: Row) => string
  /** What a row is called, for its checkbox and its actions. */
  rowName: (row: Row) => string
  /** Rows of facts that may be old. */
  rowFaded?: (row: Row) => boolean
  order: Order
  onOrder: (order: Order) => void
  selection?: Selection
  /** Small buttons or a menu at the end of each row. */
  renderActions?: (row: Row) => ReactNode
  /** Two lines per cell: 52 px instead of 36. */
  double?: boolean
  /** Shown in the place of rows. */
  empty: ReactNode
}

/** A table on a desk, cards of the same facts on a phone. Renders what is in view when it is long. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, order, onOrder, rowWindow, selection, renderActions, empty } = props
  const { inside, listeners } = useInside(props.rows.length === 0)
  const rowKey = (row: Row | undefined) => (row === undefined ? '' : props.rowKey(row))
  const rows = useSteadyRows(props.rows, rowKey, order, inside && !rowWindow)
  const onInside = rowWindow?.onInside
  useEffect(() => onInside?.(inside), [onInside, inside])
  if (rows.length === 0) return <div className={styles.empty}>{empty}</div>
  return (
    <div className={styles.scroller}>
      <SortPicker columns={columns} order={order} onOrder={onOrder} />
      <table
        className={cx(styles.table, props.double && styles.double)}
        aria-label={label}
        aria-rowcount={rows.length + 1}
      >
        <colgroup>
          {selection ? <col className={styles.selectColumn} /> : null}
          {columns.map(({ id, width: columnWidth }) => (
            <col key={id} style={{ width: columnWidth }} />
          ))}
          {renderActions ? <col className={styles.actionColumn} /> : null}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {selection ? (
              <th scope="col" className={styles.select}>
                <SelectAll selection={selection} rows={rows} rowKey={rowKey} />
              </th>
            ) : null}
            {columns.map((column) => (
              <HeaderCell key={column.id} column={column} order={order} onOrder={onOrder} />
            ))}
            {renderActions ? (
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            ) : null}
          </tr>
        </thead>
        <Rows {...props} rows={rows} listeners={listeners} />
      </table>
    </div>
  )
}

type SelectAllProps<Row> = {
  selection: Selection
  rows: readonly (Row | undefined)[]
  rowKey: (row: Row | undefined) => string
}

function SelectAll<Row>({ selection, rows, rowKey }: SelectAllProps<Row>) {
  const { everything, keys, onChange } = selection
  const selected = everything ? keys.size : rows.filter((row) => keys.has(rowKey(row))).length
  const all = selected === (everything?.count ?? rows.length)
  const selectAll = everything?.select ?? (() => onChange(new Set(rows.map(rowKey))))
  return (
    <span className={styles.selectAll}>
      <Checkbox
        aria-label="Select all"
        checked={all}
        partial={selected > 0 && !all}
        onChange={() => (all ? onChange(new Set()) : selectAll())}
      />
      <span className={styles.selectAllText} aria-hidden="true">
        Select all
      </span>
    </span>
  )
}
