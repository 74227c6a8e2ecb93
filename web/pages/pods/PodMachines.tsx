import { useMemo } from 'react'
import type { Pod } from '../../../contract/pod.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Toolbar } from '../../ui/PageHeader.tsx'
import { MachineBulkActions } from '../machines/actions/MachineBulkActions.tsx'
import { MachineCount } from '../machines/MachineCount.tsx'
import { MachineFilters } from '../machines/MachineFilters.tsx'
import { MachineSearch } from '../machines/MachineSearch.tsx'
import { MachineTable } from '../machines/MachineTable.tsx'
import { useMachineList } from '../machines/use-machine-list.ts'
import { ComposeMachine } from './ComposeMachine.tsx'
import styles from './PodMachinesTab.module.css'

/** A search earns its place where the machines no longer fit a screen. */
const searchFrom = 10

const filters = ['power', 'status', 'tag'] as const

/** The machines of one pod. */
export function PodMachines({ pod }: { pod: Pod }) {
  const { id } = pod
  const list = useMachineList(useMemo(() => ({ pod: id }), [id]))
  const { total, table, searchProblem } = list
  if (total === 0 && !table.narrowed) {
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
      {total < searchFrom && !table.narrowed ? null : (
        <Toolbar>
          <MachineSearch search={table.search} onSearch={table.setSearch} problem={searchProblem} />
          <MachineFilters list={list} names={filters} />
        </Toolbar>
      )}
      <div className={styles.count}>
        <MachineCount list={list} />
        <MachineBulkActions selected={list.chosen.machines} />
      </div>
      <MachineTable
        list={list}
        withPod={false}
        empty={
          <EmptyState
            title="No machine matches."
            action={<Button onClick={table.clear}>Show all machines</Button>}
          />
        }
      />
    </section>
  )
}
