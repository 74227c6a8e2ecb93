import { type ComponentProps, type FormEvent, useEffect, useRef } from 'react'
import { DataRow } from './DataRow.tsx'
import type { DataTableProps, Selection } from './DataTable.tsx'
import styles from './DataTable.module.css'
import { PlaceholderRow } from './PlaceholderRow.tsx'
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
  rowFaded,
  selection,
  renderActions,
  rowWindow,
  listeners,
}: RowsProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null)
  const visible = useVisibleRows(rows.length, body)
  const { start, end } = visible
  const onView = rowWindow?.onView
  useEffect(() => onView?.(start, end), [onView, start, end])
  const keys = new Set<string>()
  return (
    <tbody {...listeners} ref={body} onChange={selection && ((event) => toggle(selection, event))}>
      <Spacer height={visible.above} />
      {rows.slice(start, end).map((row, position) => {
        const index = start + position
        if (row === undefined) {
          return (
            <PlaceholderRow
              key={`row ${index}`}
              index={index}
              columnCount={
                columns.length + Number(Boolean(selection)) + Number(Boolean(renderActions))
              }
              height={visible.rowHeight}
            />
          )
        }
        const key = rowKey(row)
        // Rows that were fetched at different times may hold one and the same twice.
        const once = keys.has(key) ? `${key} ${index}` : key
        keys.add(key)
        return (
          <DataRow
            key={once}
            row={row}
            rowKey={key}
            name={rowName(row)}
            index={index}
            columns={columns}
            selected={selection?.keys.has(key)}
            faded={rowFaded?.(row) === true}
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
