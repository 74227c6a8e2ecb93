import { type LoaderFunctionArgs, Outlet } from 'react-router'
import { preload } from '../../api/query.ts'
import { CopyField } from '../../ui/Copy.tsx'
import { machineListQuery, machinePageQuery } from '../machines/machine-list.ts'
import { podConsumersQuery, usePod } from './pod-queries.ts'
import { PodConsumers } from './PodConsumers.tsx'
import { PodDrift } from './PodDrift.tsx'
import { PodFacts } from './PodFacts.tsx'
import { PodMachines } from './PodMachines.tsx'
import styles from './PodMachinesTab.module.css'
import { PodResources } from './PodResources.tsx'

export function loader({ params, request }: LoaderFunctionArgs) {
  const query = machineListQuery(new URL(request.url).searchParams, { pod: Number(params['id']) })
  return preload(machinePageQuery(query, 0), podConsumersQuery(Number(params['id']), 'cpu'))
}

/** `/pods/7`: address, figures and machines of one pod. */
export function Component() {
  const pod = usePod()
  return (
    <div className={styles.tab}>
      <div className={styles.address}>
        <span>Virsh:</span>
        <CopyField text={pod.podyard.power_address} what="address" icon="terminal" />
      </div>
      <PodDrift pod={pod} />
      <div className={styles.figures}>
        <PodResources pod={pod} />
        <PodConsumers pod={pod} />
      </div>
      <PodFacts pod={pod} />
      <PodMachines pod={pod} />
      <Outlet />
    </div>
  )
}
