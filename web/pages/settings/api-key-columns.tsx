import type { ApiKey } from '../../../contract/api-key.ts'
import type { Column } from '../../table/column.ts'
import { Age } from '../../ui/Age.tsx'
import { StatusDot } from '../../ui/StatusDot.tsx'

/** `nowMs` decides which keys have expired. */
export const apiKeyColumns = (nowMs: number): Column<ApiKey>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (key) => <span title={key.name}>{key.name}</span>,
    sortBy: (key) => key.name,
  },
  {
    id: 'created',
    header: 'Created',
    cell: (key) => <Age since={key.created} always />,
    sortBy: (key) => key.created,
    width: '18%',
  },
  {
    id: 'last_used',
    header: 'Last used',
    cell: (key) => (key.last_used === null ? 'Never' : <Age since={key.last_used} always />),
    sortBy: (key) => key.last_used,
    width: '18%',
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: (key) => <Expiry expires={key.expires} nowMs={nowMs} />,
    sortBy: (key) => key.expires,
    width: '22%',
  },
]

function Expiry({ expires, nowMs }: { expires: string | null; nowMs: number }) {
  if (expires === null) return 'Never'
  const date = new Date(expires)
  const day = (
    <time dateTime={expires} title={date.toLocaleString()}>
      {date.toLocaleDateString(undefined, { dateStyle: 'medium' })}
    </time>
  )
  return date.getTime() > nowMs ? day : <StatusDot tone="negative">Expired {day}</StatusDot>
}
