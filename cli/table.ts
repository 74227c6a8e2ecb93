/** Answers for people: what matters in columns, or one thing line by line. */
import { type Column, columnsFor, type Row } from './columns.ts'
import { short } from './short.ts'

/** `value` is a parsed answer, `handler` the word of who gave it (`pods`). Ends with a newline. */
export function formatTable(handler: string, value: unknown): string {
  if (Array.isArray(value)) return listTable(handler, value as unknown[])
  if (isRow(value)) return lines(Object.entries(value).map(([key, each]) => [key, short(each)]))
  return `${short(value)}\n`
}

function listTable(handler: string, items: unknown[]): string {
  if (!items.every(isRow)) return items.map((item) => `${short(item)}\n`).join('')
  const columns = columnsFor(handler) ?? anyColumns(items)
  if (columns.length === 0) return '(none)\n'
  const cells = items.map((item) => columns.map((column) => short(column.value(item))))
  const rightward = columns.map((column) => items.some((item) => isNumber(column.value(item))))
  return lines([columns.map(({ title }) => title), ...cells], rightward)
}

/** What no list of columns is written for: each key of the first items, without what only programs want. */
function anyColumns(items: readonly Row[]): Column[] {
  const keys = new Set(items.slice(0, 20).flatMap((item) => Object.keys(item)))
  return [...keys]
    .filter((key) => key !== 'resource_uri' && key !== 'podyard')
    .map((key) => ({ title: key, value: (row) => row[key] }))
}

function lines(rows: readonly string[][], rightward: readonly boolean[] = []): string {
  const widths = (rows[0] ?? []).map((_, index) =>
    Math.max(...rows.map((row) => Array.from(row[index] ?? '').length)),
  )
  const pad = (text: string, index: number) => {
    const blanks = ' '.repeat((widths[index] ?? 0) - Array.from(text).length)
    return rightward[index] ? blanks + text : text + blanks
  }
  return rows.map((row) => `${row.map(pad).join('  ').trimEnd()}\n`).join('')
}

const isNumber = (value: unknown) => typeof value === 'number'
const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
