import { useQuery } from '@tanstack/react-query'
import { podPoolsQuery, podZonesQuery } from './pod-queries.ts'

const defaults = [{ name: 'default' }]

const option = ({ name }: { name: string }) => ({ value: name, label: name })

/** The zones and resource pools to choose from. */
export function usePodGroups() {
  const zones = useQuery(podZonesQuery).data ?? defaults
  const resourcePools = useQuery(podPoolsQuery).data ?? defaults
  return { zones: zones.map(option), resourcePools: resourcePools.map(option) }
}
