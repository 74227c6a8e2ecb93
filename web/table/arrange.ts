import { byNaturalOrder } from '../../contract/rules/natural-order.ts'
import { type Column, type Order, orders, type SortValue } from './column.ts'

type Arrangement<Row> = {
  columns: readonly Column<Row>[]
  order: Order
  /** As typed. */
  search: string
  /** Everything of a row that a search may find. */
  searchText: (row: Row) => string
  /** One test per filter that is set. */
  filters?: readonly ((row: Row) => boolean)[]
}

/** The rows that are asked for, in the order that is asked for. */
export function arrangeRows<Row>(rows: readonly Row[], wanted: Arrangement<Row>): Row[] {
  const words = wanted.search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.filter((row) => {
    if (!(wanted.filters ?? []).every((test) => test(row))) return false
    if (words.length === 0) return true
    const text = wanted.searchText(row).toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const sortBy = orders(wanted.columns).find(({ id }) => id === wanted.order.by)?.sortBy
  if (!sortBy) return found
  const sign = wanted.order.descending ? -1 : 1
  return found
    .map((row) => ({ row, value: sortBy(row) }))
    .sort((a, b) => compare(a.value, b.value, sign))
    .map(({ row }) => row)
}

function compare(a: SortValue, b: SortValue, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null)
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
  return sign * byNaturalOrder(String(a), String(b))
}
