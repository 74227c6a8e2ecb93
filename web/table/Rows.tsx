import { type ComponentProps, type FormEvent, useRef } from 'react'
import { DataRow } from './DataRow.tsx'
import type { DataTableProps, Selection } from './DataTable.tsx'
import styles from './DataTable.module.css'
import { useVisibleRows } from './use-visible-rows.ts'

type RowsProps<Row> = DataTableProps<Row> & {
  listeners: Omit<ComponentProps<'tbody'>, 'onChange'>
}

/** Apart from the table, so that scrolling renders nothing but the rows that come into view. */
export function Rows<Row>({
  columns,
  rows,
  rowKey,
  rowName,
  selection,
  renderActions,
  listeners,
}: RowsProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const visible = useVisibleRows(rows.length, body)
  return (
    <tbody {...listeners} ref={body} onChange={selection && ((event) => toggle(selection, event))}>
      <Spacer height={visible.above} />
      {rows.slice(visible.start, visible.end).map((row, index) => {
        const key = rowKey(row)
        return (
          <DataRow
            key={key}
            row={row}
            rowKey={key}
            name={rowName(row)}
            index={visible.start + index}
            columns={columns}
            selected={selection?.keys.has(key)}
            actions={renderActions?.(row)}
          />
        )
      })}
      <Spacer height={visible.below} />
    </tbody>
  )
}

/** One listener for all checkboxes: rows need none of their own, and are not rendered for its sake. */
function toggle({ keys, onChange }: Selection, { target }: FormEvent<HTMLElement>) {
  const key = target instanceof HTMLInputElement ? target.dataset['rowKey'] : undefined
  if (key === undefined) return
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  onChange(next)
}

/** Stands for the rows that are not rendered. */
function Spacer({ height }: { height: number }) {
  return height === 0 ? null : (
    <tr className={styles.spacer} style={{ height }} aria-hidden="true" />
  )
}
