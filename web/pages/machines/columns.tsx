import { Link } from 'react-router'
import type { MachineSummary } from '../../../contract/machine-page.ts'
import type { Column, Order } from '../../table/column.ts'
import {
  CoresCell,
  macsOf,
  MemoryCell,
  NameCell,
  OwnerCell,
  PowerCell,
  StatusCell,
  statusText,
  StorageCell,
  TwoLines,
} from './MachineCells.tsx'

export const machineOrder: Order = { by: 'fqdn', descending: false }

const orNull = (value: number) => (value > 0 ? value : null)

/** The machine table: the same on its own page and on a pod's, which knows its pod. */
export const machineColumns = (
  order: Order,
  { withPod }: { withPod: boolean },
): Column<MachineSummary>[] => [
  {
    id: 'fqdn',
    header: 'FQDN',
    subheader: 'IP',
    cell: (machine) => <NameCell machine={machine} byMac={order.by === 'mac'} />,
    sortBy: (machine) => machine.fqdn,
    alsoSort: { id: 'mac', label: 'MAC', sortBy: (machine) => macsOf(machine) || null },
    csv: (machine) => machine.fqdn,
  },
  {
    id: 'power',
    header: 'Power',
    cell: (machine) => <PowerCell machine={machine} />,
    sortBy: (machine) => machine.power_state,
    csv: (machine) => machine.power_state,
    width: '96px',
  },
  {
    id: 'status',
    header: 'Status',
    cell: (machine) => <StatusCell machine={machine} />,
    sortBy: statusText,
    csv: statusText,
    width: '12%',
  },
  {
    id: 'owner',
    header: 'Owner',
    subheader: 'Tags',
    cell: (machine) => <OwnerCell machine={machine} />,
    sortBy: (machine) => machine.owner || null,
    csv: (machine) => machine.owner,
    width: '12%',
  },
  ...(withPod ? [podColumn] : []),
  {
    id: 'zone',
    header: 'Zone',
    // Beside the owner, or alone where the pod stands there.
    ...(withPod ? { onCard: 'full' } : {}),
    cell: (machine) => <TwoLines first={machine.zone} second={machine.pool} />,
    sortBy: (machine) => machine.zone,
    alsoSort: { id: 'pool', label: 'Pool', sortBy: (machine) => machine.pool },
    csv: (machine) => machine.zone,
    width: '11%',
  },
  {
    id: 'cores',
    header: 'Cores',
    onCard: 'quarter',
    cell: (machine) => <CoresCell machine={machine} />,
    sortBy: (machine) => orNull(machine.cpu_count),
    csv: (machine) => orNull(machine.cpu_count),
    align: 'end',
    width: '68px',
  },
  {
    id: 'ram',
    header: 'RAM',
    onCard: 'quarter',
    cell: (machine) => <MemoryCell machine={machine} />,
    sortBy: (machine) => orNull(machine.memory),
    csv: (machine) => orNull(machine.memory),
    align: 'end',
    width: '84px',
  },
  {
    id: 'disks',
    header: 'Disks',
    onCard: 'quarter',
    cell: (machine) => machine.disk_count,
    sortBy: (machine) => machine.disk_count,
    csv: (machine) => machine.disk_count,
    align: 'end',
    width: '64px',
  },
  {
    id: 'storage',
    header: 'Storage',
    onCard: 'quarter',
    cell: (machine) => <StorageCell machine={machine} />,
    sortBy: (machine) => orNull(machine.storage),
    csv: (machine) => orNull(machine.storage),
    align: 'end',
    width: '88px',
  },
]

const podColumn: Column<MachineSummary> = {
  id: 'pod',
  header: 'Pod',
  cell: ({ pod }) => <Link to={`/pods/${pod.id}`}>{pod.name}</Link>,
  sortBy: ({ pod }) => pod.name,
  csv: ({ pod }) => pod.name,
  width: '12%',
}
