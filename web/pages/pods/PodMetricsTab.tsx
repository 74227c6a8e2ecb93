import { useQuery } from '@tanstack/react-query'
import { type LoaderFunctionArgs, useSearchParams } from 'react-router'
import { preload } from '../../api/query.ts'
import { liveCharts } from '../metrics/live-query.ts'
import { MetricsPanel } from '../metrics/MetricsPanel.tsx'
import { rangeOf } from '../metrics/ranges.ts'
import { podMetricsQuery, usePod } from './pod-queries.ts'

export const loader = ({ params, request }: LoaderFunctionArgs) =>
  preload(podMetricsQuery(Number(params['id']), rangeOf(new URL(request.url).searchParams)))

/** `/pods/7/metrics` */
export function Component() {
  const pod = usePod()
  const [search] = useSearchParams()
  const range = rangeOf(search)
  const { data } = useQuery({ ...podMetricsQuery(pod.id, range), ...liveCharts(range) })
  const { connection } = pod.podyard
  return (
    <MetricsPanel
      range={range}
      metrics={data}
      reason={connection.state === 'unreachable' ? 'The host does not answer.' : undefined}
    />
  )
}
