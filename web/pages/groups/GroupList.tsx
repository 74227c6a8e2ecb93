import { Outlet, useNavigate } from 'react-router'
import { useAdminReason } from '../../api/session.ts'
import { arrangeRows } from '../../table/arrange.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { useTableState } from '../../table/use-table-state.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SearchInput } from '../../ui/Input.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { PageHeader, Toolbar } from '../../ui/PageHeader.tsx'
import { groupColumns } from './columns.tsx'
import { type Group, isDefault, type Members } from './group.ts'

export type GroupListProps<G extends Group> = {
  /** "AZs" */
  title: string
  /** "Add AZ" */
  addLabel: string
  /** `/zones` */
  path: string
  groups: readonly G[]
  members: (group: G) => Members
  /** The filter of the machines page: `zone`. */
  filter: 'zone' | 'pool'
  /** What the address of one is made of. */
  keyOf: (group: G) => string
  /** Beyond being the default one: why it cannot be deleted. */
  deleteReason?: (group: G) => string | undefined
}

/** The page of zones, and that of resource pools; dialogs open over it at addresses of their own. */
export function GroupList<G extends Group>(props: GroupListProps<G>) {
  const { title, addLabel, path, groups, members, filter, keyOf } = props
  const state = useTableState({ by: 'name', descending: false })
  const adminReason = useAdminReason()
  const navigate = useNavigate()
  const go = (to: string) => void navigate(to, { preventScrollReset: true })
  const columns = groupColumns(members, filter)
  const rows = arrangeRows(groups, {
    columns,
    order: state.order,
    search: state.settledSearch,
    searchText: (group) => `${group.name} ${group.description}`,
  })
  const whyNotDelete = (group: G) =>
    adminReason ??
    (isDefault(group) ? 'The default one cannot be deleted.' : props.deleteReason?.(group))
  return (
    <>
      <PageHeader
        title={title}
        actions={
          <Button disabledReason={adminReason} onClick={() => go(`${path}/add`)}>
            {addLabel}
          </Button>
        }
      />
      <Toolbar>
        <SearchInput
          label={`Search ${title === 'AZs' ? title : title.toLowerCase()}`}
          value={state.search}
          onChange={state.setSearch}
        />
      </Toolbar>
      <DataTable
        label={title}
        columns={columns}
        rows={rows}
        rowKey={keyOf}
        rowName={(group) => group.name}
        order={state.order}
        onOrder={state.setOrder}
        renderActions={(group) => (
          <Menu trigger={<IconButton label={`Actions for ${group.name}`} icon="more" />}>
            <MenuItem
              disabledReason={adminReason}
              onSelect={() => go(`${path}/${encodeURIComponent(keyOf(group))}/edit`)}
            >
              Edit
            </MenuItem>
            <MenuItem
              tone="negative"
              disabledReason={whyNotDelete(group)}
              onSelect={() => go(`${path}/${encodeURIComponent(keyOf(group))}/delete`)}
            >
              Delete
            </MenuItem>
          </Menu>
        )}
        empty={
          <EmptyState
            title="Nothing matches."
            action={<Button onClick={state.clear}>Clear search</Button>}
          />
        }
      />
      <Outlet />
    </>
  )
}
