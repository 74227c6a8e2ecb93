import { type MetricRange, metricRanges } from '../../../contract/metrics.ts'

export const rangeWords: Record<MetricRange, { label: string; last: string }> = {
  '1h': { label: '1 hour', last: 'last hour' },
  '24h': { label: '24 hours', last: 'last 24 hours' },
  '7d': { label: '7 days', last: 'last 7 days' },
  '30d': { label: '30 days', last: 'last 30 days' },
}

/** The range that the address asks for; the shortest where it asks for none, or for one that there is not. */
export function rangeOf(search: URLSearchParams): MetricRange {
  const wanted = search.get('range')
  return metricRanges.find((range) => range === wanted) ?? metricRanges[0]
}
