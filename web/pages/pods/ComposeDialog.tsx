import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { type LoaderFunctionArgs, useNavigate, useSearchParams } from 'react-router'
import { whyNotCompose } from '../../../contract/rules/pod-can.ts'
import { client, queryClient } from '../../api/client.ts'
import { preload } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { PodComposeForm } from '../../forms/pod-compose.tsx'
import type { ComposeInput, ComposeWish } from '../../forms/pod-compose-values.ts'
import { toast } from '../../stores/announcements.ts'
import { podPoolsQuery, podQuery, podZonesQuery, usePod } from './pod-queries.ts'

export const loader = ({ params }: LoaderFunctionArgs) =>
  preload(podQuery(Number(params['id'])), podZonesQuery, podPoolsQuery)

/** `/pods/7/compose`; a size may stand in its address. */
export function Component() {
  const pod = usePod()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const adminReason = useAdminReason()
  const zones = useQuery(podZonesQuery).data ?? [pod.zone]
  const resourcePools = useQuery(podPoolsQuery).data ?? [pod.pool]
  const compose = useMutation({
    mutationFn: (input: ComposeInput) => client.podCompose({ id: pod.id, ...input }),
    onSuccess: async ({ system_id }, { hostname = system_id }) => {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: ['machinePage'] }),
        queryClient.invalidateQueries({ queryKey: podQuery(pod.id).queryKey }),
      ])
      toast(`The machine ${hostname} was composed on ${pod.name}.`)
      setComposed(true)
    },
  })
  const [composed, setComposed] = useState(false)
  const back = `/pods/${pod.id}`

  // Once the form knows that nothing is unsaved any more.
  useEffect(() => {
    if (composed) void navigate(back, { replace: true })
  }, [composed, navigate, back])

  return (
    <PodComposeForm
      pod={pod}
      wish={wishOf(search)}
      zones={zones.map(byId)}
      resourcePools={resourcePools.map(byId)}
      disabledReason={adminReason ?? whyNotCompose(pod) ?? undefined}
      onCompose={compose.mutate}
      onDismiss={() => void navigate(back)}
      submitError={compose.error}
      loading={compose.isPending}
      composed={composed}
    />
  )
}

const byId = ({ id, name }: { id: number; name: string }) => ({ value: String(id), label: name })

const wishOf = (search: URLSearchParams): ComposeWish =>
  Object.fromEntries(
    (['cores', 'memory', 'storage'] as const).flatMap((name) => {
      const value = search.get(name)
      return value === null ? [] : [[name, value]]
    }),
  )
