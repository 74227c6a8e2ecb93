import type { Pod } from '../../../contract/pod.ts'
import type { Option } from '../../ui/Select.tsx'
import { connectionWords } from './PodStatus.tsx'

export const podFilterNames = ['status', 'zone', 'pool', 'tag'] as const
export type PodFilterName = (typeof podFilterNames)[number]

export const podFilterTitles: Record<PodFilterName, string> = {
  status: 'Status',
  zone: 'Zone',
  pool: 'Resource pool',
  tag: 'Tag',
}

/** What a pod has under each filter. */
const valuesOf: Record<PodFilterName, (pod: Pod) => readonly string[]> = {
  status: (pod) => [pod.podyard.connection.state],
  zone: (pod) => [pod.zone.name],
  pool: (pod) => [pod.pool.name],
  tag: (pod) => pod.tags,
}

/** The tests of the filters that are set. */
export const podTests = (filters: Record<PodFilterName, string>) =>
  podFilterNames
    .filter((name) => filters[name] !== '')
    .map((name) => (pod: Pod) => valuesOf[name](pod).includes(filters[name]))

/** What there is to choose from, and how often; a value in the address that nothing has any more stays visible. */
export function podFilterOptions(
  pods: readonly Pod[],
  name: PodFilterName,
  chosen: string,
): Option[] {
  const counts = new Map<string, number>(chosen === '' ? [] : [[chosen, 0]])
  for (const value of pods.flatMap(valuesOf[name])) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([value, count]) => ({ value, label: `${titleOf(name, value)} (${count})` }))
}

const titleOf = (name: PodFilterName, value: string) =>
  name === 'status' && value in connectionWords
    ? connectionWords[value as keyof typeof connectionWords]
    : value

/** Everything of a pod that a search may find. */
export const podSearchText = (pod: Pod) =>
  [
    pod.name,
    pod.zone.name,
    pod.pool.name,
    ...pod.tags,
    pod.podyard.power_address,
    pod.podyard.hostname ?? '',
    connectionWords[pod.podyard.connection.state],
  ].join(' ')
