import { type ReactNode, useMemo } from 'react'
import type { MachineSummary } from '../../../contract/machine-page.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { Button } from '../../ui/Button.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import { machineColumns } from './columns.tsx'
import type { MachineList } from './use-machine-list.ts'

type MachineTableProps = { list: MachineList; withPod: boolean; empty: ReactNode }

const rowKey = (machine: MachineSummary) => machine.system_id
const isAway = (machine: MachineSummary) => !machine.live
const rowName = (machine: MachineSummary) => machine.fqdn

/** The machines of a list, however many: rows come from the server as they come into view. */
export function MachineTable({ list, withPod, empty }: MachineTableProps) {
  const { rows, rowWindow, table, chosen, problem, retry, pending } = list
  const { by, descending } = table.order
  const columns = useMemo(
    () => machineColumns({ by, descending }, { withPod }),
    [by, descending, withPod],
  )
  return (
    <div aria-busy={pending}>
      {problem ? (
        <ProblemNotice
          problem={problem.problem}
          title="Some rows are missing"
          actions={<Button onClick={retry}>Try again</Button>}
        />
      ) : null}
      <DataTable
        label="Machines"
        double
        columns={columns}
        rows={rows}
        rowWindow={rowWindow}
        rowKey={rowKey}
        rowName={rowName}
        rowFaded={isAway}
        order={table.order}
        onOrder={table.setOrder}
        selection={chosen.selection}
        empty={empty}
      />
    </div>
  )
}
