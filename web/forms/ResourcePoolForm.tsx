import { useMutation } from '@tanstack/react-query'
import type { ResourcePool } from '../../contract/resource-pool.ts'
import { client, queryClient } from '../api/client.ts'
import { toast } from '../stores/announcements.ts'
import { GroupForm, type GroupValues } from './GroupForm.tsx'

type ResourcePoolFormProps = {
  /** Absent: a new one. */
  pool?: ResourcePool
  onDone: () => void
  onDismiss: () => void
}

/** Creates a resource pool, or changes one. */
export function ResourcePoolForm({ pool, onDone, onDismiss }: ResourcePoolFormProps) {
  const fixed = pool?.name === 'default'
  const save = useMutation({
    mutationFn: ({ name, description }: GroupValues) =>
      pool
        ? client.resourcePoolUpdate({
            id: String(pool.id),
            description,
            ...(fixed ? {} : { name }),
          })
        : client.resourcePoolCreate({ name, description }),
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ['resourcePoolList'] })
      toast(pool ? `Resource pool ${name} was saved.` : `Resource pool ${name} was added.`)
      onDone()
    },
  })
  return (
    <GroupForm
      title={pool ? `Edit resource pool ${pool.name}` : 'Add resource pool'}
      submitLabel={pool ? 'Save changes' : 'Add resource pool'}
      values={{ name: pool?.name ?? '', description: pool?.description ?? '' }}
      nameReason={fixed ? 'The default pool keeps its name.' : undefined}
      example="Build and test machines"
      save={save}
      onDismiss={onDismiss}
    />
  )
}
