import { keepPreviousData } from '@tanstack/react-query'
import type { MetricRange } from '../../../contract/metrics.ts'
import { tierOf } from '../../../contract/rules/metric-tiers.ts'

const mostMs = 60_000

/**
 * How charts stay live: asked for again as often as there is something new, and the range before stays until the next
 * one is there.
 */
export const liveCharts = (range: MetricRange) => ({
  refetchInterval: Math.min(tierOf(range).stepS * 1000, mostMs),
  placeholderData: keepPreviousData,
  // What was shown once stays; the banner says that the server does not answer.
  throwOnError: (_: unknown, query: { state: { data: unknown } }) => query.state.data === undefined,
})
