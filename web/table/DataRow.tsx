import { memo, type ReactNode } from 'react'
import { Checkbox } from '../ui/Checkbox.tsx'
import { cx } from '../util/cx.ts'
import type { Column } from './column.ts'
import styles from './DataTable.module.css'

type DataRowProps<Row> = {
  row: Row
  rowKey: string
  name: string
  index: number
  columns: readonly Column<Row>[]
  /** Undefined where rows cannot be selected. */
  selected: boolean | undefined
  faded: boolean
  actions: ReactNode
}

function PlainDataRow<Row>(props: DataRowProps<Row>) {
  const { row, rowKey, name, index, columns, selected, faded, actions } = props
  return (
    <tr
      aria-rowindex={index + 2}
      className={cx(selected && styles.selected, faded && styles.faded)}
    >
      {selected === undefined ? null : (
        <td className={styles.select}>
          {/* Its change is heard by the table's body. */}
          <Checkbox
            aria-label={`Select ${name}`}
            data-row-key={rowKey}
            checked={selected}
            onChange={nothing}
          />
        </td>
      )}
      {columns.map((column, position) => {
        const Cell = position === 0 ? 'th' : 'td'
        return (
          <Cell
            key={column.id}
            scope={position === 0 ? 'row' : undefined}
            className={cx(column.align === 'end' && styles.end)}
            data-label={cardLabel(column)}
            data-on-card={column.onCard}
          >
            <div className={styles.cell}>{column.cell(row)}</div>
          </Cell>
        )
      })}
      {actions === undefined ? null : <td className={styles.actions}>{actions}</td>}
    </tr>
  )
}

const nothing = () => {}

/** "Zone, pool": on a card one heading stands for both lines. */
function cardLabel<Row>({ header, subheader, alsoSort }: Column<Row>) {
  const second = subheader ?? alsoSort?.label
  return second === undefined ? header : `${header}, ${second.toLowerCase()}`
}

/** While the table scrolls, the rows that stay in view stay as they are. */
export const DataRow = memo(PlainDataRow) as typeof PlainDataRow
