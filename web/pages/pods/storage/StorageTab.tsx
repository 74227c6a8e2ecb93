import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type LoaderFunctionArgs, Outlet, useNavigate, useSearchParams } from 'react-router'
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
import { poolColumns } from './pool-columns.tsx'
import { PoolMenu } from './PoolMenu.tsx'
import { storagePoolsQuery } from './storage-queries.ts'
import { Volumes } from './Volumes.tsx'

export const loader = ({ params }: LoaderFunctionArgs) =>
  preload(storagePoolsQuery(Number(params['id'])))

/** `/pods/7/storage?pool=images`: the storage pools of one host, and what is in one of them. */
export function Component() {
  const pod = usePod()
  const { data: pools } = useSuspenseQuery(storagePoolsQuery(pod.id))
  const [search] = useSearchParams()
  const [order, setOrder] = useState<Order>({ by: 'name', descending: false })
  const changes = useHostChange(pod.id)
  const reason = useHostReason(pod)
  const navigate = useNavigate()
  const base = `/pods/${pod.id}/storage`
  const go = (pathname: string) =>
    void navigate({ pathname, search: search.toString() }, { preventScrollReset: true })
  const wanted = search.get('pool')
  const selected =
    pools.find(({ name }) => name === wanted) ?? pools.find((pool) => pool.default) ?? pools[0]
  const columns = poolColumns(selected?.id)
  const add = (
    <Button disabledReason={reason} onClick={() => go(`${base}/add`)}>
      Add storage pool
    </Button>
  )
  return (
    <>
      <section className={styles.part}>
        <div className={styles.heading}>
          <h2>Storage pools</h2>
          {pools.length === 0 ? null : add}
        </div>
        <HostAge pod={pod} />
        <ChangeProblem changes={changes} />
        <DataTable
          label="Storage pools"
          double
          columns={columns}
          rows={arrangeRows(pools, { columns, order, search: '', searchText: ({ name }) => name })}
          rowKey={({ id }) => id}
          rowName={({ name }) => name}
          order={order}
          onOrder={setOrder}
          renderActions={(pool) => (
            <PoolMenu
              pod={pod}
              pool={pool}
              changes={changes}
              onDelete={() => go(`${base}/${encodeURIComponent(pool.name)}/delete`)}
            />
          )}
          empty={
            <EmptyState title="The host has no storage pool." action={add}>
              Machines need one for their disks: a folder or an LVM volume group of the host.
            </EmptyState>
          }
        />
      </section>
      {selected ? <Volumes key={selected.id} pod={pod} pool={selected} /> : null}
      <Outlet />
    </>
  )
}
