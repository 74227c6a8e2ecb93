import { Link } from 'react-router'
import type { Pod } from '../../../contract/pod.ts'
import { TwoLines } from '../machines/MachineCells.tsx'
import { PodJob } from './PodJob.tsx'
import styles from './PodsPage.module.css'
import { PodStatus } from './PodStatus.tsx'
import type { Job } from '../batch/use-batch.ts'

/** Name and status; while a bulk action runs, how that stands. */
export function PodNameCell({ pod, job }: { pod: Pod; job: Job | undefined }) {
  return (
    <TwoLines
      first={
        <Link to={`/pods/${pod.id}`} className={styles.name} title={pod.name}>
          {pod.name}
        </Link>
      }
      second={
        job && job.state !== 'done' ? (
          <PodJob job={job} />
        ) : (
          <PodStatus connection={pod.podyard.connection} />
        )
      }
    />
  )
}

/** "Virsh (virtual systems)" on two lines, as narrow as its words. */
export function PodTypeCell({ title }: { title: string }) {
  const [first, ...rest] = title.split(' ')
  return <TwoLines first={`${first} `} second={rest.join(' ')} />
}
