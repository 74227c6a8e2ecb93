import { useMutation, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import { client, queryClient } from '../../api/client.ts'
import { useAdminReason } from '../../api/session.ts'
import { ConfirmDelete } from '../../forms/ConfirmDelete.tsx'
import { ZoneForm } from '../../forms/ZoneForm.tsx'
import { toast } from '../../stores/announcements.ts'
import { zonesQuery } from '../groups/queries.ts'
import { GoneDialog } from '../groups/GoneDialog.tsx'

function useClose() {
  const navigate = useNavigate()
  return () => void navigate('/zones', { preventScrollReset: true })
}

function useZone() {
  const { name } = useParams()
  return useSuspenseQuery(zonesQuery).data.find((zone) => zone.name === name)
}

export function AddZone() {
  const close = useClose()
  return <ZoneForm onDone={close} onDismiss={close} />
}

export function EditZone() {
  const close = useClose()
  const zone = useZone()
  if (!zone) return <GoneDialog what="AZ" onDismiss={close} />
  return <ZoneForm zone={zone} onDone={close} onDismiss={close} />
}

export function DeleteZone() {
  const close = useClose()
  const zone = useZone()
  const adminReason = useAdminReason()
  const remove = useMutation({
    mutationFn: (name: string) => client.zoneDelete({ name }),
    onSuccess: async (_, name) => {
      await queryClient.invalidateQueries({ queryKey: ['zoneList'] })
      toast(`AZ ${name} was deleted.`)
      close()
    },
  })
  if (!zone) return <GoneDialog what="AZ" onDismiss={close} />
  return (
    <ConfirmDelete
      title={`Delete AZ ${zone.name}`}
      submitLabel="Delete AZ"
      onConfirm={() => remove.mutate(zone.name)}
      submitError={remove.error}
      loading={remove.isPending}
      disabledReason={adminReason}
      onDismiss={close}
    >
      Its pods and machines move to the default zone. They go on running.
    </ConfirmDelete>
  )
}
