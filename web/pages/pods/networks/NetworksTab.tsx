import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type LoaderFunctionArgs, Outlet, useNavigate } from 'react-router'
import { preload } from '../../../api/query.ts'
import { arrangeRows } from '../../../table/arrange.ts'
import type { Order } from '../../../table/column.ts'
import { DataTable } from '../../../table/DataTable.tsx'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { ChangeProblem } from '../ChangeProblem.tsx'
import { HostAge } from '../HostAge.tsx'
import styles from '../HostTab.module.css'
import { usePod } from '../pod-queries.ts'
import { useHostChange } from '../use-host-change.ts'
import { useHostReason } from '../use-host-reason.ts'
import { networkColumns } from './network-columns.tsx'
import { networksQuery } from './network-queries.ts'
import { NetworkMenu } from './NetworkMenu.tsx'

export const loader = ({ params }: LoaderFunctionArgs) =>
  preload(networksQuery(Number(params['id'])))

/** `/pods/7/networks`: the networks of one host. */
export function Component() {
  const pod = usePod()
  const { data: networks } = useSuspenseQuery(networksQuery(pod.id))
  const [order, setOrder] = useState<Order>({ by: 'name', descending: false })
  const changes = useHostChange(pod.id)
  const reason = useHostReason(pod)
  const navigate = useNavigate()
  const go = (path: string) =>
    void navigate(`/pods/${pod.id}/networks/${path}`, { preventScrollReset: true })
  const columns = networkColumns
  const add = (
    <Button disabledReason={reason} onClick={() => go('add')}>
      Add network
    </Button>
  )
  return (
    <section>
      <div className={styles.heading}>
        <h2>Networks</h2>
        {networks.length === 0 ? null : add}
      </div>
      <HostAge pod={pod} />
      <ChangeProblem changes={changes} />
      <DataTable
        label="Networks"
        double
        columns={columns}
        rows={arrangeRows(networks, { columns, order, search: '', searchText: ({ name }) => name })}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        order={order}
        onOrder={setOrder}
        renderActions={(network) => (
          <NetworkMenu
            pod={pod}
            network={network}
            changes={changes}
            onLeases={() => go(`${encodeURIComponent(network.name)}/leases`)}
            onDelete={() => go(`${encodeURIComponent(network.name)}/delete`)}
          />
        )}
        empty={
          <EmptyState title="The host has no network." action={add}>
            Machines are plugged into one. MAAS’s documentation makes one named maas on every host.
          </EmptyState>
        }
      />
      <Outlet />
    </section>
  )
}
