import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { preload } from '../../api/query.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { countBy, counted, membersInWords } from '../groups/group.ts'
import { GroupList } from '../groups/GroupList.tsx'
import { machineCountsQuery, podsQuery, resourcePoolsQuery } from '../groups/queries.ts'

export const loader = () => preload(resourcePoolsQuery)

export function Component() {
  usePageTitle('Resource pools')
  const { data: pools } = useSuspenseQuery(resourcePoolsQuery)
  const pods = countBy(useQuery(podsQuery).data, (pod) => pod.pool.name)
  const machines = counted(useQuery(machineCountsQuery).data?.pool)
  const members = ({ name }: { name: string }) => ({ pods: pods(name), machines: machines(name) })
  return (
    <GroupList
      title="Resource pools"
      addLabel="Add resource pool"
      path="/resource-pools"
      filter="pool"
      groups={pools}
      keyOf={(pool) => String(pool.id)}
      members={members}
      deleteReason={(pool) => {
        const held = membersInWords(members(pool))
        return held && `It holds ${held}: move them first.`
      }}
    />
  )
}
