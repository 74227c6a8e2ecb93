import { useMutation } from '@tanstack/react-query'
import type { Pod } from '../../../contract/pod.ts'
import { client, queryClient } from '../../api/client.ts'
import { useAdminReason } from '../../api/session.ts'
import { NameForm } from '../../forms/name.tsx'
import { useFocusReturn } from '../../hooks/use-focus-return.ts'
import { IconButton } from '../../ui/Button.tsx'
import { podQuery, podsQuery } from './pod-queries.ts'

type PodNameProps = { pod: Pod; editing: boolean; onEditing: (editing: boolean) => void }

/** The pencil beside a pod's name, or the field that it opens. */
export function PodName({ pod, editing, onEditing }: PodNameProps) {
  const reason = useAdminReason()
  const pencil = useFocusReturn(editing)
  const rename = useMutation({
    mutationFn: (name: string) => client.podUpdate({ id: pod.id, name }),
    onSuccess: (renamed) => {
      queryClient.setQueryData(podQuery(pod.id).queryKey, renamed)
      void queryClient.invalidateQueries({ queryKey: podsQuery.queryKey })
      onEditing(false)
    },
  })
  if (!editing) {
    return (
      <IconButton
        ref={pencil}
        label="Rename pod"
        icon="edit"
        disabledReason={reason}
        onClick={() => {
          rename.reset()
          onEditing(true)
        }}
      />
    )
  }
  return (
    <NameForm
      label="Name"
      field="name"
      maxLength={255}
      name={pod.name}
      rename={(name) => rename.mutate(name)}
      loading={rename.isPending}
      submitError={rename.error}
      onCancel={() => onEditing(false)}
    />
  )
}
