import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { client, queryClient } from '../../api/client.ts'
import { useAdminReason } from '../../api/session.ts'
import { ConfirmDelete } from '../../forms/ConfirmDelete.tsx'
import { ResourcePoolForm } from '../../forms/ResourcePoolForm.tsx'
import { toast } from '../../stores/announcements.ts'
import { GoneDialog } from '../groups/GoneDialog.tsx'
import { resourcePoolsQuery } from '../groups/queries.ts'

function useClose() {
  const navigate = useNavigate()
  return () => void navigate('/resource-pools', { preventScrollReset: true })
}

function usePool() {
  const { id } = useParams()
  return useSuspenseQuery(resourcePoolsQuery).data.find((pool) => String(pool.id) === id)
}

export function AddResourcePool() {
  const close = useClose()
  return <ResourcePoolForm onDone={close} onDismiss={close} />
}

export function EditResourcePool() {
  const close = useClose()
  const pool = usePool()
  if (!pool) return <GoneDialog what="resource pool" onDismiss={close} />
  return <ResourcePoolForm pool={pool} onDone={close} onDismiss={close} />
}

export function DeleteResourcePool() {
  const close = useClose()
  const pool = usePool()
  const adminReason = useAdminReason()
  const remove = useMutation({
    mutationFn: ({ id }: { id: string; name: string }) => client.resourcePoolDelete({ id }),
    onSuccess: async (_, { name }) => {
      await queryClient.invalidateQueries({ queryKey: ['resourcePoolList'] })
      toast(`Resource pool ${name} was deleted.`)
      close()
    },
  })
  if (!pool) return <GoneDialog what="resource pool" onDismiss={close} />
  return (
    <ConfirmDelete
      title={`Delete resource pool ${pool.name}`}
      submitLabel="Delete resource pool"
      onConfirm={() => remove.mutate({ id: String(pool.id), name: pool.name })}
      submitError={remove.error}
      loading={remove.isPending}
      disabledReason={adminReason}
      onDismiss={close}
    >
      Only a pool that holds neither pods nor machines can be deleted.
    </ConfirmDelete>
  )
}
