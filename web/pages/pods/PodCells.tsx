import { Link } from 'react-router'
import type { Pod } from '../../../contract/pod.ts'
import { JobState } from '../batch/JobState.tsx'
import type { Job } from '../batch/use-batch.ts'
import { TwoLines } from '../machines/MachineCells.tsx'
import styles from './PodsPage.module.css'
import { PodStatus } from './PodStatus.tsx'

const refreshWords = { running: 'Refreshing', done: 'Refreshed', failed: 'Not refreshed' }

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
          <JobState job={job} words={refreshWords} />
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
