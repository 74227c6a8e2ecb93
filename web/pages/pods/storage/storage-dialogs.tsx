import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useLocation, useNavigate, useParams } from 'react-router'
import { whyNotDeleteVolume } from '../../../../contract/rules/storage-pools.ts'
import { ConfirmDelete } from '../../../forms/ConfirmDelete.tsx'
import { StoragePoolAddForm } from '../../../forms/storage-pool-add.tsx'
import { StoragePoolDeleteForm } from '../../../forms/storage-pool-delete.tsx'
import { inOneWord, storageAmount } from '../../../util/units.ts'
import { GoneDialog } from '../../groups/GoneDialog.tsx'
import { usePod } from '../pod-queries.ts'
import { useHostChange } from '../use-host-change.ts'
import { useHostReason } from '../use-host-reason.ts'
import { storagePoolsQuery, volumesQuery } from './storage-queries.ts'

/** Back to the list, as it was searched and ordered. */
function useClose() {
  const { id } = useParams()
  const { search } = useLocation()
  const navigate = useNavigate()
  return () =>
    void navigate({ pathname: `/pods/${id}/storage`, search }, { preventScrollReset: true })
}

function usePool() {
  const { id, pool } = useParams()
  const { data } = useSuspenseQuery(storagePoolsQuery(Number(id)))
  return data.find(({ name }) => name === pool)
}

export function AddStoragePool() {
  const pod = usePod()
  const close = useClose()
  const changes = useHostChange(pod.id, close)
  return (
    <StoragePoolAddForm
      podId={pod.id}
      disabledReason={useHostReason(pod)}
      onAdd={(input) =>
        changes.run({
          call: (api) => api.storagePoolCreate({ id: pod.id, ...input }),
          done: `The storage pool ${input.name} was added.`,
        })
      }
      onDismiss={close}
      submitError={changes.error}
      loading={changes.running}
    />
  )
}

export function DeleteStoragePool() {
  const pod = usePod()
  const pool = usePool()
  const close = useClose()
  const changes = useHostChange(pod.id, close)
  const reason = useHostReason(pod)
  if (!pool) return <GoneDialog what="storage pool" onDismiss={close} />
  return (
    <StoragePoolDeleteForm
      pool={pool}
      disabledReason={reason}
      onDelete={(options) =>
        changes.run({
          call: (api) => api.storagePoolDelete({ id: pod.id, storage_pool: pool.id, ...options }),
          done: `The storage pool ${pool.name} was deleted.`,
        })
      }
      onDismiss={close}
      submitError={changes.error}
      loading={changes.running}
    />
  )
}

export function DeleteVolume() {
  const pod = usePod()
  const { pool: poolName = '', volume: name = '' } = useParams()
  const close = useClose()
  const changes = useHostChange(pod.id, close)
  const reason = useHostReason(pod)
  const { data } = useQuery(volumesQuery({ id: pod.id, storage_pool: poolName, q: name }))
  const volume = data?.volumes.find((each) => each.name === name)
  if (!data) return null
  if (!volume && !changes.running) return <GoneDialog what="volume" onDismiss={close} />
  const capacity = volume?.capacity ?? null
  const size = capacity === null ? '' : ` (${inOneWord(storageAmount(capacity))})`
  return (
    <ConfirmDelete
      title={`Delete volume ${name}`}
      submitLabel="Delete volume"
      onConfirm={() =>
        changes.run({
          call: (api) => api.volumeDelete({ id: pod.id, storage_pool: poolName, volume: name }),
          done: `The volume ${name} was deleted.`,
        })
      }
      submitError={changes.error}
      loading={changes.running}
      disabledReason={reason ?? (volume && whyNotDeleteVolume(volume))}
      onDismiss={close}
    >
      All that is in {volume?.path ?? name}
      {size} is lost. This cannot be undone. Before it goes, the host is asked once more whether
      anything uses it.
    </ConfirmDelete>
  )
}
