import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client, queryClient } from '../../api/client.ts'
import { preload } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { PodEditForm } from '../../forms/pod-edit.tsx'
import type { PodChanges } from '../../forms/pod-edit-values.ts'
import { useFocusReturn } from '../../hooks/use-focus-return.ts'
import { toast } from '../../stores/announcements.ts'
import { Button } from '../../ui/Button.tsx'
import { podPoolsQuery, podQuery, podsQuery, podZonesQuery, usePod } from './pod-queries.ts'
import styles from './PodConfigurationTab.module.css'
import { usePodGroups } from './use-pod-groups.ts'

export const loader = () => preload(podZonesQuery, podPoolsQuery)

type Update = { changes: PodChanges; signal: AbortSignal }

/** `/pods/7/configuration` */
export function Component() {
  const pod = usePod()
  const groups = usePodGroups()
  const reason = useAdminReason()
  const [editing, setEditing] = useState(false)
  const edit = useFocusReturn(editing)
  const save = useMutation({
    mutationFn: ({ changes, signal }: Update) =>
      client.podUpdate({ id: pod.id, ...changes }, { signal }),
    onSuccess: (saved) => {
      queryClient.setQueryData(podQuery(pod.id).queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: podsQuery.queryKey })
      toast('The changes were saved.')
    },
  })
  return (
    <section>
      <div className={styles.heading}>
        <h2>Pod configuration</h2>
        {editing ? null : (
          <Button ref={edit} disabledReason={reason} onClick={() => setEditing(true)}>
            Edit
          </Button>
        )}
      </div>
      <PodEditForm
        {...groups}
        pod={pod}
        editing={editing}
        update={(changes, { signal }) => save.mutateAsync({ changes, signal })}
        onDone={() => setEditing(false)}
      />
    </section>
  )
}
