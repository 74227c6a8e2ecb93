import { useQuery } from '@tanstack/react-query'
import { type LoaderFunctionArgs, useSearchParams } from 'react-router'
import type { MetricRange } from '../../../contract/metrics.ts'
import type { Machine } from '../../../contract/machine.ts'
import { apiQuery, preload } from '../../api/query.ts'
import { liveCharts } from '../metrics/live-query.ts'
import { MetricsPanel } from '../metrics/MetricsPanel.tsx'
import { rangeOf } from '../metrics/ranges.ts'
import { useMachine } from './machine-queries.ts'

const machineMetricsQuery = (system_id: string, range: MetricRange) =>
  apiQuery('machineMetrics', { system_id, range })

export const loader = ({ params, request }: LoaderFunctionArgs) => {
  const range = rangeOf(new URL(request.url).searchParams)
  return preload(machineMetricsQuery(String(params['system_id']), range))
}

/** `/machines/abc123/metrics` */
export function Component() {
  const machine = useMachine()
  const [search] = useSearchParams()
  const range = rangeOf(search)
  const query = machineMetricsQuery(machine.system_id, range)
  const { data } = useQuery({ ...query, ...liveCharts(range) })
  return <MetricsPanel range={range} metrics={data} reason={reasonOf(machine)} />
}

function reasonOf({ power_state, podyard }: Machine): string | undefined {
  if (!podyard.live) return 'The host does not answer.'
  return power_state === 'off' ? 'The machine is off.' : undefined
}
