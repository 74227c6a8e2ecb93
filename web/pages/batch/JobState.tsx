import { StatusDot } from '../../ui/StatusDot.tsx'
import type { Job } from './use-batch.ts'

/** What a job is called: `{ running: 'Refreshing', done: 'Refreshed', failed: 'Not refreshed' }`. */
export type JobWords = { running: string; done: string; failed: string }

/** How a bulk action stands with one thing. */
export function JobState({ job, words }: { job: Job; words: JobWords }) {
  switch (job.state) {
    case 'waiting':
      return <StatusDot tone="idle">Waiting</StatusDot>
    case 'running':
      return <StatusDot tone="active">{words.running}</StatusDot>
    case 'done':
      return <StatusDot tone="positive">{words.done}</StatusDot>
    case 'failed':
      return <StatusDot tone="negative">{words.failed}</StatusDot>
  }
}
