import type { ReactNode } from 'react'

/** What rows are ordered by; what is unknown comes last, whichever way. */
export type SortValue = string | number | null

type Sort<Row> = (row: Row) => SortValue

export type Column<Row> = {
  /** In the URL (`?sort=name`). */
  id: string
  header: string
  /** A second line of the heading, for what the second line of the cells is. */
  subheader?: string
  cell: (row: Row) => ReactNode
  /** Absent: the column cannot be sorted by. */
  sortBy?: Sort<Row>
  /** Another order under the same heading, as in "FQDN | MAC". */
  alsoSort?: { id: string; label: string; sortBy: Sort<Row> }
  /** `end` for numbers. */
  align?: 'end'
  /** How much of a card's width it takes on a phone. Default: half. */
  onCard?: 'quarter' | 'full'
  /** CSS width; columns without one share what is left. */
  width?: string
  /** In the exported file; absent: not exported. */
  csv?: (row: Row) => SortValue
}

export type Order = { by: string; descending: boolean }

/** All the ways in which rows can be ordered. */
export const orders = <Row>(columns: readonly Column<Row>[]) =>
  columns.flatMap(({ id, header, sortBy, alsoSort }) => [
    ...(sortBy ? [{ id, label: header, sortBy }] : []),
    ...(alsoSort ? [alsoSort] : []),
  ])
