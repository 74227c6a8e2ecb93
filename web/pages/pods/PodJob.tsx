import { StatusDot } from '../../ui/StatusDot.tsx'
import type { Job } from '../batch/use-batch.ts'

/** How a bulk action stands with one pod. */
export function PodJob({ job }: { job: Job }) {
  switch (job.state) {
    case 'waiting':
      return <StatusDot tone="idle">Waiting</StatusDot>
    case 'running':
      return <StatusDot tone="active">Refreshing</StatusDot>
    case 'done':
      return <StatusDot tone="positive">Refreshed</StatusDot>
    case 'failed':
      return <StatusDot tone="negative">Not refreshed</StatusDot>
  }
}
