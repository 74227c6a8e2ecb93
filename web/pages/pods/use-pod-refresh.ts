import { useMutation } from '@tanstack/react-query'
import { client, queryClient } from '../../api/client.ts'
import { announce } from '../../stores/announcements.ts'
import { podQuery } from './pod-queries.ts'
import { type Batch, useBatch } from '../batch/use-batch.ts'

export type PodRefresh = Pick<Batch<number>, 'jobs' | 'running' | 'clear'> & {
  start: (ids: readonly number[]) => Promise<void>
}

/** Refreshes many pods, a few at a time. A host key that nobody trusted yet is not trusted by this either. */
export function usePodRefresh(): PodRefresh {
  const { jobs, running, run, clear } = useBatch<number>()
  const refresh = useMutation({
    mutationFn: (id: number) => client.podRefresh({ id, trust: 'ask' }),
    onSuccess: (pod) => queryClient.setQueryData(podQuery(pod.id).queryKey, pod),
  })
  const start = async (ids: readonly number[]) => {
    const { done, failed } = await run(ids, (id) => refresh.mutateAsync(id))
    announce(
      failed.length === 0
        ? `${done.length} refreshed`
        : `${done.length} refreshed, ${failed.length} failed`,
    )
  }
  return { jobs, running, clear, start }
}
