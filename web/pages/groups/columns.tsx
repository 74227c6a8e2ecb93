import { Link } from 'react-router'
import type { Column } from '../../table/column.ts'
import { Unknown } from '../../ui/Unknown.tsx'
import type { Group, Members } from './group.ts'

const count = (value: number | undefined) => value ?? <Unknown reason="It is being counted." />

export const groupColumns = <G extends Group>(
  members: (group: G) => Members,
  filter: 'zone' | 'pool',
): Column<G>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (group) => <span title={group.name}>{group.name}</span>,
    sortBy: (group) => group.name,
    width: '28%',
  },
  {
    id: 'description',
    header: 'Description',
    onCard: 'full',
    cell: (group) =>
      group.description === '' ? null : <span title={group.description}>{group.description}</span>,
    sortBy: (group) => group.description || null,
  },
  {
    id: 'pods',
    header: 'Pods',
    cell: (group) => (
      <Link to={`/pods?${filter}=${encodeURIComponent(group.name)}`}>
        {count(members(group).pods)}
      </Link>
    ),
    sortBy: (group) => members(group).pods ?? null,
    align: 'end',
    width: '120px',
  },
  {
    id: 'machines',
    header: 'Machines',
    cell: (group) => (
      <Link to={`/machines?${filter}=${encodeURIComponent(group.name)}`}>
        {count(members(group).machines)}
      </Link>
    ),
    sortBy: (group) => members(group).machines ?? null,
    align: 'end',
    width: '120px',
  },
]
