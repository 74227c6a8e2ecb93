import type { Pod } from '../../../contract/pod.ts'
import { useAdminReason } from '../../api/session.ts'
import { PodAttempt } from '../../forms/pod-attempt.tsx'
import { Age } from '../../ui/Age.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { CopyField } from '../../ui/Copy.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './PodConnection.module.css'
import type { PodReach } from './use-pod-reach.ts'

type PodConnectionProps = { pod: Pod; reach: PodReach }

/** What stands between us and the host, and the attempt to get past it. Nothing while all is well. */
export function PodConnection({ pod, reach }: PodConnectionProps) {
  const { phase } = reach.state
  if (phase === 'running' || phase === 'failed') {
    return (
      <div className={styles.space}>
        <Card>
          <PodAttempt
            state={reach.state}
            failure={`${pod.name} was not refreshed`}
            onTrust={reach.trust}
          />
          {phase === 'failed' ? (
            <div className={styles.actions}>
              <Button size="small" icon="refresh" onClick={() => void reach.start()}>
                Try again
              </Button>
              <Button size="small" variant="quiet" onClick={reach.reset}>
                Close
              </Button>
            </div>
          ) : null}
        </Card>
      </div>
    )
  }
  return pod.podyard.connection.problem ? (
    <div className={styles.space}>
      <Problem pod={pod} reach={reach} problem={pod.podyard.connection.problem} />
    </div>
  ) : null
}

type ProblemProps = PodConnectionProps & {
  problem: NonNullable<Pod['podyard']['connection']['problem']>
}

function Problem({ pod, reach, problem }: ProblemProps) {
  const reason = useAdminReason()
  const { last_seen, next_try } = pod.podyard.connection
  return (
    <Notice
      tone="negative"
      title={problem.message}
      actions={
        <Button
          size="small"
          icon="refresh"
          disabledReason={reason}
          onClick={() => void reach.start()}
        >
          Try now
        </Button>
      }
    >
      {problem.fix ? <p>{problem.fix.text}</p> : null}
      {problem.fix?.command ? (
        <div className={styles.command}>
          <CopyField text={problem.fix.command} what="command" icon="terminal" wrap />
        </div>
      ) : null}
      <p className={styles.when}>
        {last_seen === null ? (
          'The host was never reached; its figures are unknown.'
        ) : (
          <>
            Figures are from <Age since={last_seen} always />.
          </>
        )}{' '}
        {next_try === null ? null : <>Next try at {clockTime(next_try)}.</>}
      </p>
    </Notice>
  )
}

const clockTime = (iso: string) =>
  new Date(iso).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  })
