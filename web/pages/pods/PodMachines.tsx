import { useSuspenseQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Pod } from '../../../contract/pod.ts'
import { arrangeRows } from '../../table/arrange.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { useTableState } from '../../table/use-table-state.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { SearchInput } from '../../ui/Input.tsx'
import { Toolbar } from '../../ui/PageHeader.tsx'
import { machineColumns, machineOrder, machineText } from '../machines/columns.tsx'
import { ComposeMachine } from './ComposeMachine.tsx'
import { podMachinesQuery } from './pod-queries.ts'

/** A search earns its place where the machines no longer fit a screen. */
const searchFrom = 10

/** The machines of one pod. */
export function PodMachines({ pod }: { pod: Pod }) {
  const { data: machines } = useSuspenseQuery(podMachinesQuery(pod.id))
  const table = useTableState(machineOrder)
  const { by, descending } = table.order
  const columns = useMemo(
    () => machineColumns({ by, descending }, { withPod: false }),
    [by, descending],
  )
  const rows = arrangeRows(machines, {
    columns,
    order: table.order,
    search: table.settledSearch,
    searchText: machineText,
  })
  if (machines.length === 0) {
    return (
      <EmptyState
        title="You have not composed any machines yet."
        action={<ComposeMachine pod={pod} />}
      />
    )
  }
  return (
    <section>
      <h2 className="visually-hidden">Machines</h2>
      {machines.length < searchFrom && !table.narrowed ? null : (
        <Toolbar>
          <SearchInput label="Search machines" value={table.search} onChange={table.setSearch} />
        </Toolbar>
      )}
      <DataTable
        label="Machines"
        double
        columns={columns}
        rows={rows}
        rowKey={(machine) => machine.system_id}
        rowName={(machine) => machine.fqdn}
        order={table.order}
        onOrder={table.setOrder}
        empty={
          <EmptyState
            title="No machine matches."
            action={<Button onClick={table.clear}>Show all {machines.length} machines</Button>}
          />
        }
      />
    </section>
  )
}
