import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Navigate, useNavigate, useParams, useSearchParams } from 'react-router'
import type { Pod } from '../../../contract/pod.ts'
import { client, queryClient } from '../../api/client.ts'
import { preload } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { PodDeleteForm } from '../../forms/pod-delete.tsx'
import { toast } from '../../stores/announcements.ts'
import { podMachinesQuery, podsQuery } from './pod-queries.ts'
import { useBatch } from '../batch/use-batch.ts'

export const loader = () => preload(podsQuery)

/** `/pods/7/delete`, or `/pods/delete?id=1&id=2` for several. */
export function Component() {
  const { id } = useParams()
  const [search] = useSearchParams()
  const ids = new Set(id === undefined ? search.getAll('id') : [id])
  const pods = useSuspenseQuery(podsQuery).data.filter((pod) => ids.has(String(pod.id)))
  const navigate = useNavigate()
  const back = id === undefined ? '/pods' : `/pods/${id}`
  // While they are deleted they go from the list one by one; the dialog keeps naming those it began with.
  const [begun, setBegun] = useState<readonly Pod[]>()
  if (!begun && pods.length === 0) return <Navigate to="/pods" replace />
  return (
    <DeletePods
      pods={begun ?? pods}
      onBegin={() => setBegun(pods)}
      onPause={() => setBegun(undefined)}
      onDismiss={() => void navigate(back)}
    />
  )
}

type DeletePodsProps = {
  pods: readonly Pod[]
  onBegin: () => void
  /** Some could not be deleted: what is left can be tried again. */
  onPause: () => void
  onDismiss: () => void
}

function DeletePods({ pods, onBegin, onPause, onDismiss }: DeletePodsProps) {
  const navigate = useNavigate()
  const machines = useQuery(podMachinesQuery(...pods.map((pod) => pod.id)))
  const remove = useMutation({
    mutationFn: (input: { id: number; decompose: boolean }) => client.podDelete(input),
  })
  const batch = useBatch<number>()
  const [deleted, setDeleted] = useState(false)

  // Once the form knows that nothing is unsaved any more.
  useEffect(() => {
    if (!deleted) return
    void navigate('/pods', { replace: true })
  }, [deleted, navigate])

  const start = async ({ decompose }: { decompose: boolean }) => {
    onBegin()
    const { done, failed } = await batch.run(
      pods.map((pod) => pod.id),
      (id) => remove.mutateAsync({ id, decompose }),
    )
    await queryClient.invalidateQueries({ queryKey: podsQuery.queryKey })
    // Told also to who closed the dialog meanwhile.
    if (done.length > 0)
      toast(done.length === 1 ? 'The pod was deleted.' : `${done.length} pods were deleted.`)
    if (failed.length > 0)
      toast(
        failed.length === 1 ? 'A pod was not deleted.' : `${failed.length} pods were not deleted.`,
        'negative',
      )
    if (failed.length === 0) setDeleted(true)
    else onPause()
  }

  const failure = [...batch.jobs.values()].find((job) => job.state === 'failed')
  return (
    <PodDeleteForm
      pods={pods}
      machines={machines.data}
      disabledReason={useAdminReason()}
      onDelete={(options) => void start(options)}
      onDismiss={onDismiss}
      submitError={failure?.error ?? null}
      loading={batch.running}
      deleted={deleted}
    />
  )
}
