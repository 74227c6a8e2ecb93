import type { NetworkInterface } from '../../../contract/machine.ts'
import { arrangeRows } from '../../table/arrange.ts'
import type { Column } from '../../table/column.ts'
import { DataTable } from '../../table/DataTable.tsx'
import { useTableState } from '../../table/use-table-state.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import { Copied } from './Copied.tsx'
import { useMachine } from './machine-queries.ts'
import styles from './MachineTab.module.css'

/** `/machines/abc123/network` */
export function Component() {
  const machine = useMachine()
  const table = useTableState({ by: 'name', descending: false })
  const interfaces = arrangeRows(machine.interface_set, {
    columns,
    order: table.order,
    search: '',
    searchText: ({ name }) => name,
  })
  return (
    <section>
      <h2 className="visually-hidden">Network</h2>
      <DataTable
        label="Interfaces"
        columns={columns}
        rows={interfaces}
        rowKey={(each) => each.mac_address}
        rowName={(each) => each.name}
        order={table.order}
        onOrder={table.setOrder}
        empty={<EmptyState title="The machine has no network interface." />}
      />
      {machine.ip_addresses.length === 0 ? null : (
        <div className={styles.addresses}>
          <h3>IP addresses</h3>
          <ul>
            {machine.ip_addresses.map((address) => (
              <li key={address}>
                <Copied text={address} what={address} mono />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  )
}

/** libvirt's words for what an interface may be plugged into. */
const typeWords: Record<string, string> = {
  network: 'Network',
  bridge: 'Bridge',
  direct: 'Macvlan',
  ethernet: 'Tap device',
  hostdev: 'Passed through',
  user: 'User mode',
}

const columns: Column<NetworkInterface>[] = [
  {
    id: 'name',
    header: 'Name',
    cell: (each) => each.name,
    sortBy: (each) => each.name,
    width: '20%',
  },
  {
    id: 'mac',
    header: 'MAC',
    cell: (each) => <Copied text={each.mac_address} what={`MAC of ${each.name}`} mono />,
    sortBy: (each) => each.mac_address,
    onCard: 'full',
    width: '28%',
  },
  {
    id: 'type',
    header: 'Type',
    cell: (each) => typeWords[each.type] ?? each.type,
    sortBy: (each) => each.type,
  },
  {
    id: 'source',
    header: 'Attached to',
    cell: (each) => each.source ?? <Unknown reason="It is attached to nothing that has a name." />,
    sortBy: (each) => each.source,
  },
  {
    id: 'model',
    header: 'Model',
    cell: (each) => each.model ?? <Unknown reason="The host chooses the model." />,
    sortBy: (each) => each.model,
  },
]
