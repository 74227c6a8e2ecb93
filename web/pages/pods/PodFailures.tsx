import { Link } from 'react-router'
import type { ApiError } from '../../../contract/client.ts'
import type { Pod } from '../../../contract/pod.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './PodsPage.module.css'
import type { PodRefresh } from './use-pod-refresh.ts'

type PodFailuresProps = { pods: readonly Pod[]; refresh: PodRefresh }

/** Which pods a bulk refresh did not reach, why, and the way to try those again. */
export function PodFailures({ pods, refresh }: PodFailuresProps) {
  const failures = [...refresh.jobs].flatMap(([id, job]) =>
    job.state === 'failed' ? [{ id, error: job.error }] : [],
  )
  if (failures.length === 0 || refresh.running) return null
  return (
    <div className={styles.failures}>
      <Notice
        tone="negative"
        title={`${failures.length} of ${refresh.jobs.size} pods could not be refreshed`}
        actions={
          <>
            <Button
              size="small"
              icon="refresh"
              onClick={() => void refresh.start(failures.map(({ id }) => id))}
            >
              Retry
            </Button>
            <Button size="small" variant="quiet" onClick={refresh.clear}>
              Dismiss
            </Button>
          </>
        }
      >
        <ul className={styles.failureList}>
          {failures.map((failure) => (
            <Failure
              key={failure.id}
              {...failure}
              name={pods.find((pod) => pod.id === failure.id)?.name ?? `Pod ${failure.id}`}
            />
          ))}
        </ul>
      </Notice>
    </div>
  )
}

function Failure({ id, name, error }: { id: number; name: string; error: ApiError }) {
  return (
    <li>
      <Link to={`/pods/${id}`}>{name}</Link>: {error.problem.message} {error.problem.fix?.text}
    </li>
  )
}
