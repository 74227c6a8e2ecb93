import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'react-router'
import type { Machine } from '../../../contract/machine.ts'
import { preload } from '../../api/query.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { arrangeRows } from '../../table/arrange.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { downloadCsv } from '../../table/download-csv.ts'
import { type TableState, useTableState } from '../../table/use-table-state.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SearchInput } from '../../ui/Input.tsx'
import { PageHeader, Toolbar } from '../../ui/PageHeader.tsx'
import { Select } from '../../ui/Select.tsx'
import { machineColumns, machineOrder, machineText } from './columns.tsx'
import { type Facet, facetLabel, facetNames, optionsFor, testsFor } from './filters.ts'
import { machinesQuery } from './queries.ts'

export const loader = () => preload(machinesQuery)

export function Component() {
  usePageTitle('Machines')
  const { data: machines } = useSuspenseQuery(machinesQuery)
  const state = useTableState(machineOrder, facetNames)
  const { order, filters, settledSearch } = state
  const columns = useMemo(
    () => machineColumns({ by: order.by, descending: order.descending }, { withPod: true }),
    [order.by, order.descending],
  )
  const rows = arrangeRows(machines, {
    columns,
    order,
    search: settledSearch,
    searchText: machineText,
    filters: testsFor(filters),
  })
  return (
    <>
      <PageHeader
        title="Machines"
        facts={<span>{countOf(rows.length, machines.length)}</span>}
        actions={
          <Button
            icon="download"
            disabledReason={rows.length === 0 ? 'There is nothing to export.' : undefined}
            onClick={() => downloadCsv('machines', columns, rows)}
          >
            Export CSV
          </Button>
        }
      />
      {machines.length === 0 ? null : <Filters machines={machines} state={state} />}
      <DataTable
        label="Machines"
        columns={columns}
        rows={rows}
        rowKey={(machine) => machine.system_id}
        rowName={(machine) => machine.fqdn}
        order={order}
        onOrder={state.setOrder}
        double
        empty={machines.length === 0 ? <NoMachines /> : <NothingFound onClear={state.clear} />}
      />
    </>
  )
}

const countOf = (shown: number, all: number) =>
  shown === all ? `${all} in total` : `${shown} of ${all}`

function Filters({ machines, state }: { machines: readonly Machine[]; state: TableState<Facet> }) {
  return (
    <Toolbar>
      <SearchInput label="Search machines" value={state.search} onChange={state.setSearch} />
      {facetNames.map((name) => (
        <Select
          key={name}
          aria-label={facetLabel(name)}
          options={optionsFor(name, machines, state.filters[name])}
          value={state.filters[name]}
          onChange={(event) => state.setFilter(name, event.target.value)}
        />
      ))}
    </Toolbar>
  )
}

function NoMachines() {
  return (
    <EmptyState
      title="There are no machines yet."
      action={
        <Link className={buttonClass('positive')} to="/pods/add">
          Add pod
        </Link>
      }
    >
      Add a pod, and the virtual machines on it appear here. They go on running as they are.
    </EmptyState>
  )
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      title="No machine matches."
      action={<Button onClick={onClear}>Clear search and filters</Button>}
    />
  )
}
