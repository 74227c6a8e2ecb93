import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { Input } from '../../../contract/endpoints.ts'
import type { Pod } from '../../../contract/pod.ts'
import { client, queryClient } from '../../api/client.ts'
import { preload } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { PodAddForm } from '../../forms/pod-add.tsx'
import { toast } from '../../stores/announcements.ts'
import { usePodGroups } from './use-pod-groups.ts'
import { podPoolsQuery, podQuery, podSshKeyQuery, podsQuery, podZonesQuery } from './pod-queries.ts'

type Create = { input: Input<'podCreate'>; signal: AbortSignal }

export const loader = () => preload(podZonesQuery, podPoolsQuery)

/** `/pods/add` */
export function Component() {
  const navigate = useNavigate()
  const reason = useAdminReason()
  const groups = usePodGroups()
  const sshKey = useQuery({ ...podSshKeyQuery, enabled: reason === undefined })
  const create = useMutation({
    mutationFn: ({ input, signal }: Create) => client.podCreate(input, { signal }),
  })
  const [added, setAdded] = useState<Pod>()

  // Once the form knows that nothing is unsaved any more.
  useEffect(() => {
    if (!added) return
    queryClient.setQueryData(podQuery(added.id).queryKey, added)
    void queryClient.invalidateQueries({ queryKey: podsQuery.queryKey })
    toast(`Pod ${added.name} was added.`)
    void navigate(`/pods/${added.id}`, { replace: true })
  }, [added, navigate])

  return (
    <PodAddForm
      {...groups}
      sshKey={sshKey.data}
      disabledReason={reason}
      create={(input, { signal }) => create.mutateAsync({ input, signal })}
      onAdded={setAdded}
      added={added !== undefined}
      onDismiss={() => void navigate('/pods')}
    />
  )
}
