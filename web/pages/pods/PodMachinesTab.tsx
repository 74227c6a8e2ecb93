import { type LoaderFunctionArgs, Outlet } from 'react-router'
import { preload } from '../../api/query.ts'
import { CopyField } from '../../ui/Copy.tsx'
import { podMachinesQuery, usePod } from './pod-queries.ts'
import { PodFacts } from './PodFacts.tsx'
import { PodMachines } from './PodMachines.tsx'
import styles from './PodMachinesTab.module.css'
import { PodResources } from './PodResources.tsx'

export const loader = ({ params }: LoaderFunctionArgs) =>
  preload(podMachinesQuery(Number(params['id'])))

/** `/pods/7`: address, figures and machines of one pod. */
export function Component() {
  const pod = usePod()
  return (
    <div className={styles.tab}>
      <div className={styles.address}>
        <span>Virsh:</span>
        <CopyField text={pod.podyard.power_address} what="address" icon="terminal" />
      </div>
      <PodResources pod={pod} />
      <PodFacts pod={pod} />
      <PodMachines pod={pod} />
      <Outlet />
    </div>
  )
}
