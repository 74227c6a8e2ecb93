import { expect, test } from 'vitest'
import { arrangeRows } from './arrange.ts'
import type { Column } from './column.ts'

type Row = { name: string; cores: number | null }

const columns: Column<Row>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (row) => row.name,
    sortBy: (row) => row.name,
    alsoSort: { id: 'length', label: 'Length', sortBy: (row) => row.name.length },
  },
  { id: 'cores', header: 'Cores', cell: (row) => row.cores, sortBy: (row) => row.cores },
]

const rows: Row[] = [
  { name: 'node10', cores: 2 },
  { name: 'node2', cores: null },
  { name: 'Alpha', cores: 8 },
]

const names = (by: string, descending = false, search = '') =>
  arrangeRows(rows, {
    columns,
    order: { by, descending },
    search,
    searchText: (row) => row.name,
  }).map((row) => row.name)

test('text is ordered as people count', () => {
  expect(names('name')).toEqual(['Alpha', 'node2', 'node10'])
  expect(names('name', true)).toEqual(['node10', 'node2', 'Alpha'])
})

test('what is unknown comes last, whichever way', () => {
  expect(names('cores')).toEqual(['node10', 'Alpha', 'node2'])
  expect(names('cores', true)).toEqual(['Alpha', 'node10', 'node2'])
})

test('a heading may offer a second order', () => {
  expect(names('length')).toEqual(['node2', 'Alpha', 'node10'])
})

test('an unknown order leaves the rows as they come', () => {
  expect(names('nonsense')).toEqual(['node10', 'node2', 'Alpha'])
})

test('every word of a search must be found, in any order', () => {
  expect(names('name', false, ' 10  NODE ')).toEqual(['node10'])
  expect(names('name', false, 'node alpha')).toEqual([])
})
