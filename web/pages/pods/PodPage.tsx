import { useState } from 'react'
import { type LoaderFunctionArgs, useParams } from 'react-router'
import { preload } from '../../api/query.ts'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { RouteTabs } from '../frame/RouteTabs.tsx'
import { podQuery, usePod } from './pod-queries.ts'
import { PodActions } from './PodActions.tsx'
import { PodConnection } from './PodConnection.tsx'
import { PodName } from './PodName.tsx'
import { PodStatus } from './PodStatus.tsx'
import { usePodReach } from './use-pod-reach.ts'

export const loader = ({ params }: LoaderFunctionArgs) => preload(podQuery(Number(params['id'])))

/** `/pods/7`: one pod, and its tabs. */
export function Component() {
  const { id } = useParams()
  // Going from pod to pod starts anew: what was being typed or tried belongs to the other one.
  return <PodPage key={id} />
}

function PodPage() {
  const pod = usePod()
  usePageTitle(pod.name)
  const reach = usePodReach(pod)
  const [renaming, setRenaming] = useState(false)
  const { machine_count } = pod.podyard
  return (
    <>
      <PageHeader
        title={renaming ? <span className="visually-hidden">{pod.name}</span> : pod.name}
        facts={
          <>
            <PodName pod={pod} editing={renaming} onEditing={setRenaming} />
            {renaming ? null : <PodStatus connection={pod.podyard.connection} />}
          </>
        }
        actions={<PodActions pod={pod} reach={reach} />}
      />
      <PodConnection pod={pod} reach={reach} />
      <RouteTabs
        label={pod.name}
        tabs={[
          { to: `/pods/${pod.id}`, label: `${machine_count} composed machines` },
          { to: `/pods/${pod.id}/storage`, label: 'Storage' },
          { to: `/pods/${pod.id}/networks`, label: 'Networks' },
          { to: `/pods/${pod.id}/metrics`, label: 'Metrics' },
          { to: `/pods/${pod.id}/configuration`, label: 'Configuration' },
        ]}
      />
    </>
  )
}
