import type { Change } from '../../contract/stream.ts'
import type { EndpointName } from '../../contract/endpoints.ts'

/** A query key, or its beginning. */
export type Key = readonly [EndpointName, input?: Record<string, unknown>]

/** Which queries a change makes old. */
export function staleKeys({ topic, action, key, pod_id }: Change): Key[] {
  switch (topic) {
    case 'pod':
      // Machines carry their pod's name.
      return [...podOf(Number(key)), ...other(action, ...machineLists)]
    case 'machine':
      return [
        ...machineLists,
        ['machineRead', { system_id: key }],
        ['eventQuery', { id: [key] }],
        ...(pod_id === null ? [] : podOf(pod_id)),
      ]
    case 'zone':
      return [['zoneList'], ['zoneRead', { name: key }], ...carriers(action)]
    case 'resource_pool':
      return [['resourcePoolList'], ['resourcePoolRead'], ...carriers(action)]
  }
}

const machineLists: Key[] = [['machineList'], ['machinePage'], ['machineFacets']]

/** Whoever shows these follows the changes by himself: they are long, and their rows are held in their places. */
export const isFollowed = ([name]: Key) => name === 'machinePage'

/** Storage and networks belong to their pod, and tell which of its machines use them. */
const podOf = (id: number): Key[] => [
  ['podList'],
  ['podRead', { id }],
  ['storagePoolList', { id }],
  ['volumeList', { id }],
  ['networkList', { id }],
]

const other = (action: Change['action'], ...keys: Key[]) => (action === 'created' ? [] : keys)

/** Pods and machines carry the whole zone and pool that they are in. */
const carriers = (action: Change['action']) =>
  other(action, ['podList'], ['podRead'], ...machineLists, ['machineRead'])
