import { useState } from 'react'
import type { NetworkLease } from '../../../../contract/network.ts'
import { arrangeRows } from '../../../table/arrange.ts'
import type { Column, Order } from '../../../table/column.ts'
import { DataTable } from '../../../table/DataTable.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Unknown } from '../../../ui/Unknown.tsx'
import { MachineLinks } from '../MachineLinks.tsx'

const columns: Column<NetworkLease>[] = [
  { id: 'ip', header: 'Address', cell: ({ ip }) => ip, sortBy: ({ ip }) => ip },
  {
    id: 'mac',
    header: 'MAC',
    cell: ({ mac_address }) => mac_address,
    sortBy: ({ mac_address }) => mac_address,
  },
  {
    id: 'machine',
    header: 'Machine',
    cell: ({ machine, hostname }) =>
      machine ? (
        <MachineLinks machines={[machine]} />
      ) : (
        (hostname ?? <Unknown reason="No machine of this pod has this MAC address." />)
      ),
    sortBy: ({ machine, hostname }) => machine?.hostname ?? hostname,
  },
  {
    id: 'expires',
    header: 'Expires',
    cell: ({ expires }) => (expires === null ? 'Never' : new Date(expires).toLocaleString()),
    sortBy: ({ expires }) => expires,
  },
]

/** The addresses that libvirt has handed out. */
export function LeaseTable({ leases }: { leases: readonly NetworkLease[] }) {
  const [order, setOrder] = useState<Order>({ by: 'ip', descending: false })
  return (
    <DataTable
      label="DHCP leases"
      columns={columns}
      rows={arrangeRows(leases, { columns, order, search: '', searchText: ({ ip }) => ip })}
      rowKey={({ mac_address, ip }) => `${mac_address} ${ip}`}
      rowName={({ ip }) => ip}
      order={order}
      onOrder={setOrder}
      empty={<EmptyState title="No address is handed out now." />}
    />
  )
}
