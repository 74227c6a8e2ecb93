import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { preload } from '../../api/query.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { countBy, counted } from '../groups/group.ts'
import { GroupList } from '../groups/GroupList.tsx'
import { machineCountsQuery, podsQuery, zonesQuery } from '../groups/queries.ts'

export const loader = () => preload(zonesQuery)

export function Component() {
  usePageTitle('AZs')
  const { data: zones } = useSuspenseQuery(zonesQuery)
  const pods = countBy(useQuery(podsQuery).data, (pod) => pod.zone.name)
  const machines = counted(useQuery(machineCountsQuery).data?.zone)
  return (
    <GroupList
      title="AZs"
      addLabel="Add AZ"
      path="/zones"
      filter="zone"
      groups={zones}
      keyOf={(zone) => zone.name}
      members={({ name }) => ({ pods: pods(name), machines: machines(name) })}
    />
  )
}
