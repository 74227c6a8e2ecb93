import { Button } from '../../ui/Button.tsx'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'
import type { HostChanges } from './use-host-change.ts'

/** Why the last change on the host was refused. */
export function ChangeProblem({ changes }: { changes: HostChanges }) {
  if (!changes.error) return null
  return (
    <ProblemNotice
      problem={changes.error.problem}
      actions={
        <Button size="small" onClick={changes.forget}>
          Dismiss
        </Button>
      }
    />
  )
}
