import { useEffect, useRef } from 'react'
import { type Check, checkTitles } from '../../contract/check.ts'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './pod-attempt.module.css'
import type { ConnectState } from './pod-connect.ts'
import { PodHostKey } from './pod-host-key.tsx'
import { PodSteps } from './pod-steps.tsx'

type PodAttemptProps = {
  state: ConnectState
  /** What did not happen: "The pod was not saved". */
  failure: string
  onTrust: (fingerprint: string) => void
}

/** An attempt to reach a host: its steps while it lasts, then what stopped it. */
export function PodAttempt({ state, failure, onTrust }: PodAttemptProps) {
  const ref = useRef<HTMLDivElement>(null)
  const { phase } = state

  // Whoever pressed the button looks for the answer: bring it into view, and the keyboard to it.
  useEffect(() => {
    if (phase === 'running') {
      // The field in which Enter was pressed is disabled meanwhile.
      if (document.activeElement?.matches('body, :disabled')) {
        ref.current?.focus({ preventScroll: true })
      }
      ref.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
    }
    if (phase === 'failed') ref.current?.focus()
  }, [phase])

  if (state.phase === 'idle' || state.phase === 'refused') return null
  if (state.phase === 'cancelled')
    return <Notice tone="info" title="Connecting was cancelled." announce />
  return (
    <div ref={ref} className={styles.attempt} tabIndex={-1}>
      {state.phase === 'running' ? (
        <output className={styles.title}>
          Trying to connect and discover pod
          <span className="visually-hidden">: {runningStep(state)}</span>
        </output>
      ) : (
        <Failure problem={state.problem} failure={failure} onTrust={onTrust} />
      )}
      {state.phase === 'running' || state.checks.length > 0 ? (
        <PodSteps checks={asked(state)} />
      ) : null}
    </div>
  )
}

/** A host key seen for the first time is a question, not a failure; the steps behind it have yet to come. */
function asked(state: Extract<ConnectState, { checks: Check[] }>): Check[] {
  if (state.phase !== 'failed' || state.problem.code !== 'host_key_unknown') return state.checks
  return state.checks.flatMap((check) => {
    if (check.state === 'skipped') return []
    return [check.state === 'failed' ? waiting(check) : check]
  })
}

const waiting = (check: Check): Check => ({
  ...check,
  state: 'warning',
  detail: 'waits for your answer',
  fix: null,
})

type FailureProps = Pick<PodAttemptProps, 'failure' | 'onTrust'> & {
  problem: Extract<ConnectState, { phase: 'failed' }>['problem']
}

function Failure({ problem, failure, onTrust }: FailureProps) {
  return problem.host_key ? (
    <PodHostKey problem={problem} onTrust={onTrust} />
  ) : (
    <ProblemNotice title={failure} problem={problem} />
  )
}

function runningStep({ checks }: Extract<ConnectState, { phase: 'running' }>): string {
  const running = checks.findLast((check) => check.state === 'running')
  return running ? checkTitles[running.name] : ''
}
