import type { ReactNode } from 'react'
import { Checkbox } from '../ui/Checkbox.tsx'
import { cx } from '../util/cx.ts'
import type { Column, Order } from './column.ts'
import styles from './DataTable.module.css'
import { HeaderCell } from './HeaderCell.tsx'
import { Rows } from './Rows.tsx'
import { SortPicker } from './SortPicker.tsx'
import { useSteadyRows } from './use-steady-rows.ts'

export type Selection = {
  keys: ReadonlySet<string>
  onChange: (keys: ReadonlySet<string>) => void
}

export type DataTableProps<Row> = {
  /** Its accessible name: "Pods". */
  label: string
  columns: readonly Column<Row>[]
  /** Filtered and ordered: see `arrangeRows`. */
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** What a row is called, for its checkbox and its actions. */
  rowName: (row: Row) => string
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
  const { label, columns, rowKey, order, onOrder, selection, renderActions, empty } = props
  const { rows, listeners } = useSteadyRows(props.rows, rowKey, order)
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
                <SelectAll selection={selection} keys={rows.map(rowKey)} />
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

function SelectAll({ selection, keys }: { selection: Selection; keys: readonly string[] }) {
  const selected = keys.filter((key) => selection.keys.has(key)).length
  const all = selected === keys.length
  return (
    <span className={styles.selectAll}>
      <Checkbox
        aria-label="Select all"
        checked={all}
        partial={selected > 0 && !all}
        onChange={() => selection.onChange(new Set(all ? [] : keys))}
      />
      <span className={styles.selectAllText} aria-hidden="true">
        Select all
      </span>
    </span>
  )
}
