import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { whyNotDeleteVolume } from '../../../../contract/rules/storage-pools.ts'
import type { Pod } from '../../../../contract/pod.ts'
import { mostVolumes, type PodStoragePool, type VolumeList } from '../../../../contract/storage.ts'
import { arrangeRows } from '../../../table/arrange.ts'
import { DataTable } from '../../../table/DataTable.tsx'
import { useTableState } from '../../../table/use-table-state.ts'
import { Age } from '../../../ui/Age.tsx'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { SearchInput } from '../../../ui/Input.tsx'
import { Toolbar } from '../../../ui/PageHeader.tsx'
import { ProblemNotice } from '../../../ui/ProblemNotice.tsx'
import { Select } from '../../../ui/Select.tsx'
import { PageSkeleton } from '../../../ui/Skeleton.tsx'
import styles from '../HostTab.module.css'
import { useHostReason } from '../use-host-reason.ts'
import { volumesQuery } from './storage-queries.ts'
import { volumeColumns } from './volume-columns.tsx'

const pageSize = 200

/** What is in one storage pool, as its host last told, and who uses it. */
export function Volumes({ pod, pool }: { pod: Pod; pool: PodStoragePool }) {
  const table = useTableState({ by: 'name', descending: false }, ['unused'])
  const [limit, setLimit] = useState(pageSize)
  const { data, error, refetch } = useQuery({
    ...volumesQuery({
      id: pod.id,
      storage_pool: pool.id,
      limit,
      ...(table.settledSearch !== '' && { q: table.settledSearch }),
      ...(table.filters.unused !== '' && { unused: true }),
    }),
    placeholderData: keepPreviousData,
  })
  return (
    <section className={styles.part}>
      <div className={styles.heading}>
        <h2>Volumes of {pool.name}</h2>
        {data?.read_at ? (
          <span className={styles.note}>
            Read <Age since={data.read_at} always />
          </span>
        ) : null}
      </div>
      {error ? (
        <ProblemNotice
          title="The volumes could not be read"
          problem={error.problem}
          actions={<Button onClick={() => void refetch()}>Try again</Button>}
        />
      ) : null}
      {data ? (
        <>
          {data.total === 0 ? null : (
            <Toolbar>
              <SearchInput label="Search volumes" value={table.search} onChange={table.setSearch} />
              <Select
                aria-label="Use"
                options={[
                  { value: '', label: 'Used or not' },
                  { value: 'true', label: 'Not used' },
                ]}
                value={table.filters.unused}
                onChange={(event) => table.setFilter('unused', event.target.value)}
              />
            </Toolbar>
          )}
          <VolumeTable pod={pod} pool={pool} table={table} list={data} />
          <Rest list={data} onMore={() => setLimit(Math.min(limit + 1_000, mostVolumes))} />
        </>
      ) : (
        <PageSkeleton rows={4} />
      )}
    </section>
  )
}

type VolumeTableProps = {
  pod: Pod
  pool: PodStoragePool
  table: ReturnType<typeof useTableState<'unused'>>
  list: VolumeList
}

function VolumeTable({ pod, pool, table, list }: VolumeTableProps) {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const reason = useHostReason(pod)
  const path = `/pods/${pod.id}/storage/${encodeURIComponent(pool.name)}/volumes`
  const inactive = pool.state === 'inactive' ? 'The storage pool is not active.' : undefined
  return (
    <DataTable
      label={`Volumes of ${pool.name}`}
      double
      columns={volumeColumns}
      rows={arrangeRows(list.volumes, {
        columns: volumeColumns,
        order: table.order,
        search: '',
        searchText: ({ name }) => name,
      })}
      rowKey={({ name }) => name}
      rowName={({ name }) => name}
      order={table.order}
      onOrder={table.setOrder}
      renderActions={(volume) => (
        <IconButton
          label={`Delete ${volume.name}`}
          icon="trash"
          disabledReason={reason ?? inactive ?? whyNotDeleteVolume(volume)}
          onClick={() =>
            void navigate(
              {
                pathname: `${path}/${encodeURIComponent(volume.name)}/delete`,
                search: search.toString(),
              },
              { preventScrollReset: true },
            )
          }
        />
      )}
      empty={
        table.narrowed ? (
          <EmptyState
            title="No volume matches."
            action={<Button onClick={table.clear}>Show all {list.total} volumes</Button>}
          />
        ) : (
          <NoVolumes pool={pool} read={list.read_at !== null} />
        )
      }
    />
  )
}

function NoVolumes({ pool, read }: { pool: PodStoragePool; read: boolean }) {
  if (pool.state === 'inactive') {
    return (
      <EmptyState title="The storage pool is not active.">
        What is in it is known once it was started.
      </EmptyState>
    )
  }
  return read ? (
    <EmptyState title="There is nothing in this storage pool." />
  ) : (
    <EmptyState title="The volumes were not read yet.">
      The host is asked for them shortly after it was connected.
    </EmptyState>
  )
}

/** How many are not shown, and why. */
function Rest({ list, onMore }: { list: VolumeList; onMore: () => void }) {
  const more = list.matching - list.volumes.length
  if (more === 0 && list.not_kept === 0) return null
  return (
    <p className={styles.more}>
      {more > 0 ? (
        <>
          {list.volumes.length} of {list.matching} are shown.
          <Button size="small" onClick={onMore}>
            Show more
          </Button>
        </>
      ) : null}
      {list.not_kept > 0
        ? `The pool holds ${list.not_kept} more, which Podyard does not keep. Look at them on the host.`
        : null}
    </p>
  )
}
