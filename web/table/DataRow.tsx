import { Checkbox } from '../ui/Checkbox.tsx'
import { cx } from '../util/cx.ts'
import type { DataTableProps, Selection } from './DataTable.tsx'
import styles from './DataTable.module.css'

type DataRowProps<Row> = Pick<
  DataTableProps<Row>,
  'columns' | 'rowKey' | 'rowName' | 'selection' | 'renderActions'
> & { row: Row; index: number }

export function DataRow<Row>({
  row,
  index,
  columns,
  rowKey,
  rowName,
  selection,
  renderActions,
}: DataRowProps<Row>) {
  const key = rowKey(row)
  const selected = selection?.keys.has(key) ?? false
  return (
    <tr aria-rowindex={index + 2} className={cx(selected && styles.selected)}>
      {selection ? (
        <td className={styles.select}>
          <Checkbox
            aria-label={`Select ${rowName(row)}`}
            checked={selected}
            onChange={() => selection.onChange(toggled(selection, key))}
          />
        </td>
      ) : null}
      {columns.map((column, position) => {
        const Cell = position === 0 ? 'th' : 'td'
        return (
          <Cell
            key={column.id}
            scope={position === 0 ? 'row' : undefined}
            className={cx(column.align === 'end' && styles.end)}
            data-label={column.header}
          >
            <div className={styles.cell}>{column.cell(row)}</div>
          </Cell>
        )
      })}
      {renderActions ? <td className={styles.actions}>{renderActions(row)}</td> : null}
    </tr>
  )
}

function toggled({ keys }: Selection, key: string): ReadonlySet<string> {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}
