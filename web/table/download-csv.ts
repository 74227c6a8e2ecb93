import { toCsv } from '../util/csv.ts'
import type { Column } from './column.ts'

/** Saves the rows as they are filtered and ordered. `name`: "pods". */
export function downloadCsv<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
) {
  const exported = columns.flatMap(({ header, csv }) => (csv ? [{ header, csv }] : []))
  const text = toCsv(
    exported.map(({ header }) => header),
    rows.map((row) => exported.map(({ csv }) => csv(row))),
  )
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name}-${new Date().toISOString().slice(0, 10)}.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
