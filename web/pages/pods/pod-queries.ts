import type { ConsumerOrder, MetricRange } from '../../../contract/metrics.ts'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { apiQuery } from '../../api/query.ts'

export const podsQuery = apiQuery('podList')
export const podQuery = (id: number) => apiQuery('podRead', { id })
export const podMachinesQuery = (...ids: number[]) => apiQuery('machineList', { pod: ids })
export const podMetricsQuery = (id: number, range: MetricRange) =>
  apiQuery('podMetrics', { id, range })
export const podConsumersQuery = (id: number, by: ConsumerOrder) =>
  apiQuery('podTopConsumers', { id, by })
export const podZonesQuery = apiQuery('zoneList')
export const podPoolsQuery = apiQuery('resourcePoolList')
export const podSshKeyQuery = apiQuery('sshKeyRead')

/** The pod of the address. */
export function usePod() {
  const { id } = useParams()
  return useSuspenseQuery(podQuery(Number(id))).data
}
