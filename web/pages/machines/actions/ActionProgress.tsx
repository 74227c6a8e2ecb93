import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx'
import { JobState, type JobWords } from '../../batch/JobState.tsx'
import type { Job } from '../../batch/use-batch.ts'
import { machineCount } from './consequences.ts'
import styles from './ActionProgress.module.css'
import type { ActionRun, Begun } from './use-action-run.ts'

type ActionProgressProps = {
  begun: Begun
  run: ActionRun
  onRetry: () => void
  /** While it runs, it goes on without the dialog. */
  onDismiss: () => void
}

/** How an action stands with each of its machines; in the end, which failed and why. */
export function ActionProgress({ begun, run, onRetry, onDismiss }: ActionProgressProps) {
  const { action, targets } = begun
  const jobs = targets.flatMap((target) => {
    const job = run.jobs.get(target.system_id)
    return job ? [{ target, job }] : []
  })
  const ended = jobs.filter(({ job }) => hasEnded(job)).length
  const shown = jobs
    .toSorted((a, b) => ranks[a.job.state] - ranks[b.job.state])
    .slice(0, shownAtMost)
  return (
    <Dialog
      title={`${action.label}: ${machineCount(targets.length)}`}
      onDismiss={onDismiss}
      footer={
        <DialogActions>
          <Button variant="quiet" onClick={onDismiss}>
            Close
          </Button>
          <Button variant="positive" icon="refresh" loading={run.running} onClick={onRetry}>
            {run.running ? action.gerund : `Retry ${run.failed}`}
          </Button>
        </DialogActions>
      }
    >
      <div className={styles.summary}>
        <p>
          {run.running
            ? `${ended} of ${jobs.length} done`
            : summary(run.failed, jobs.length, begun)}
        </p>
        <progress
          className={styles.bar}
          aria-label={action.gerund}
          value={ended}
          max={jobs.length}
        />
      </div>
      {/* Reachable by keyboard, because it scrolls. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <ul className={styles.jobs} aria-label="Machines" tabIndex={0}>
        {shown.map(({ target, job }) => (
          <li key={target.system_id}>
            <span className={styles.name}>{target.hostname}</span>
            <JobState job={job} words={wordsOf(begun)} />
            {job.state === 'failed' ? <Cause job={job} /> : null}
          </li>
        ))}
      </ul>
      {shown.length < jobs.length ? (
        <p className={styles.more}>and {machineCount(jobs.length - shown.length)} more</p>
      ) : null}
    </Dialog>
  )
}

/** More at once nobody reads. */
const shownAtMost = 100

const ranks: Record<Job['state'], number> = { failed: 0, running: 1, waiting: 2, done: 3 }

const hasEnded = ({ state }: Job) => state === 'done' || state === 'failed'

const summary = (failed: number, all: number, { action }: Begun) =>
  `${failed} of ${all} could not be ${action.participle}.`

const wordsOf = ({ action }: Begun): JobWords => ({
  running: action.gerund,
  done: 'Done',
  failed: 'Failed',
})

function Cause({ job }: { job: Extract<Job, { state: 'failed' }> }) {
  const { message, fix } = job.error.problem
  return (
    <p className={styles.cause}>
      {message} {fix?.text}
    </p>
  )
}
