import { useMutation } from '@tanstack/react-query'
import type { Zone } from '../../contract/zone.ts'
import { client, queryClient } from '../api/client.ts'
import { toast } from '../stores/announcements.ts'
import { GroupForm, type GroupValues } from './GroupForm.tsx'

type ZoneFormProps = {
  /** Absent: a new one. */
  zone?: Zone
  onDone: () => void
  onDismiss: () => void
}

/** Creates an availability zone, or changes one. */
export function ZoneForm({ zone, onDone, onDismiss }: ZoneFormProps) {
  const save = useMutation({
    mutationFn: ({ name, description }: GroupValues) =>
      zone
        ? client.zoneUpdate({ name: zone.name, new_name: name, description })
        : client.zoneCreate({ name, description }),
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ['zoneList'] })
      toast(zone ? `AZ ${name} was saved.` : `AZ ${name} was added.`)
      onDone()
    },
  })
  return (
    <GroupForm
      title={zone ? `Edit AZ ${zone.name}` : 'Add AZ'}
      submitLabel={zone ? 'Save changes' : 'Add AZ'}
      values={{ name: zone?.name ?? '', description: zone?.description ?? '' }}
      nameReason={zone?.name === 'default' ? 'The default zone keeps its name.' : undefined}
      example="Racks 1 to 8"
      save={save}
      onDismiss={onDismiss}
    />
  )
}
