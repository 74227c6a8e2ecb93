import { Link, type LoaderFunctionArgs } from 'react-router'
import { preload } from '../../api/query.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { Button, buttonClass } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader, Toolbar } from '../../ui/PageHeader.tsx'
import { MachineBulkActions } from './actions/MachineBulkActions.tsx'
import { ExportMachines } from './ExportMachines.tsx'
import { facetNames } from './filters.ts'
import { machineFacetsQuery, machineListQuery, machinePageQuery } from './machine-list.ts'
import { MachineCount } from './MachineCount.tsx'
import { MachineFilters } from './MachineFilters.tsx'
import { MachineSearch } from './MachineSearch.tsx'
import { MachineTable } from './MachineTable.tsx'
import { useMachineList } from './use-machine-list.ts'

export function loader({ request }: LoaderFunctionArgs) {
  const query = machineListQuery(new URL(request.url).searchParams)
  return preload(machinePageQuery(query, 0), machineFacetsQuery(query))
}

export function Component() {
  usePageTitle('Machines')
  const list = useMachineList()
  const { table, total, searchProblem } = list
  const isEmpty = total === 0 && !table.narrowed
  return (
    <>
      <PageHeader
        title="Machines"
        facts={<MachineCount list={list} />}
        actions={
          <>
            <Link className={buttonClass()} to="/pods/room">
              Compose machine
            </Link>
            <ExportMachines list={list} />
            <MachineBulkActions selected={list.chosen.machines} />
          </>
        }
      />
      {isEmpty ? null : (
        <Toolbar>
          <MachineSearch search={table.search} onSearch={table.setSearch} problem={searchProblem} />
          <MachineFilters list={list} names={facetNames} />
        </Toolbar>
      )}
      <MachineTable
        list={list}
        withPod
        empty={isEmpty ? <NoMachines /> : <NothingFound onClear={table.clear} />}
      />
    </>
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
