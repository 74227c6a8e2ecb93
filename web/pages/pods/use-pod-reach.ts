import { useMutation } from '@tanstack/react-query'
import type { Pod } from '../../../contract/pod.ts'
import { client, queryClient } from '../../api/client.ts'
import type { Connecting } from '../../forms/pod-connect.ts'
import { useConnect } from '../../forms/pod-connect.ts'
import { toast } from '../../stores/announcements.ts'
import { podMachinesQuery, podQuery } from './pod-queries.ts'

export type PodReach = ReturnType<typeof usePodReach>

type Refresh = { connecting: Connecting; signal: AbortSignal }

/** Reads everything from the host again, step by step. */
export function usePodReach(pod: Pod) {
  const { id, podyard } = pod
  const connect = useConnect()
  const refresh = useMutation({
    mutationFn: ({ connecting, signal }: Refresh) =>
      client.podRefresh({ id, ...connecting }, { signal }),
  })
  const start = async () => {
    const fresh = await connect.run(podyard.power_address, (connecting, { signal }) =>
      refresh.mutateAsync({ connecting, signal }),
    )
    if (!fresh) return
    queryClient.setQueryData(podQuery(id).queryKey, fresh)
    void queryClient.invalidateQueries({ queryKey: podMachinesQuery(id).queryKey })
    toast(`${fresh.name} was refreshed.`)
  }
  const trust = (fingerprint: string) => {
    connect.trust(podyard.power_address, fingerprint)
    void start()
  }
  return { state: connect.state, running: connect.running, start, trust, reset: connect.reset }
}
