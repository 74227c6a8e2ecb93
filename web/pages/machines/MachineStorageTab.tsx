import { skipToken, useQuery } from '@tanstack/react-query'
import { arrangeRows } from '../../table/arrange.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { useTableState } from '../../table/use-table-state.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { diskColumns } from './disk-columns.tsx'
import { machinePodQuery, useMachine } from './machine-queries.ts'
import { StorageCell } from './MachineCells.tsx'
import { summaryOf } from './machine-summary.ts'
import styles from './MachineTab.module.css'

/** `/machines/abc123/storage` */
export function Component() {
  const machine = useMachine()
  const { pod } = machine
  const query = machinePodQuery(pod?.id ?? 0)
  const { data } = useQuery(pod ? query : { ...query, queryFn: skipToken })
  const table = useTableState({ by: 'name', descending: false })
  const columns = diskColumns(data)
  const disks = arrangeRows(machine.blockdevice_set, {
    columns,
    order: table.order,
    search: '',
    searchText: ({ name }) => name,
  })
  return (
    <section>
      <h2 className="visually-hidden">Storage</h2>
      <DataTable
        label="Disks"
        columns={columns}
        rows={disks}
        rowKey={(disk) => disk.name}
        rowName={(disk) => disk.name}
        order={table.order}
        onOrder={table.setOrder}
        empty={<EmptyState title="The machine has no disk." />}
      />
      {disks.length < 2 ? null : (
        <p className={styles.total}>
          {disks.length} disks, <StorageCell machine={summaryOf(machine)} />
        </p>
      )}
    </section>
  )
}
