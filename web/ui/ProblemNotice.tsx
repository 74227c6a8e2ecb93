import type { Problem } from '../../contract/problem.ts'
import type { ReactNode } from 'react'
import { CopyField, CopyTextButton } from './Copy.tsx'
import { Notice } from './Notice.tsx'
import styles from './ProblemNotice.module.css'

type ProblemNoticeProps = {
  problem: Problem
  /** What was tried: "The pod was not saved". The cause follows. */
  title?: string
  /** Retry and the like. */
  actions?: ReactNode
  /** Whether there is more to it than its words: what to copy, what to quote. Default: yes. */
  details?: boolean
}

/** A refusal: what happened, why, what to do, and what to quote when asking for help. */
export function ProblemNotice({ problem, title, actions, details = true }: ProblemNoticeProps) {
  return (
    <Notice
      tone="negative"
      title={title ?? problem.message}
      actions={
        details ? (
          <>
            {actions}
            <CopyTextButton text={problemDetails(problem)}>Copy details</CopyTextButton>
          </>
        ) : (
          actions
        )
      }
    >
      {title === undefined ? null : <p>{problem.message}</p>}
      {problem.fix ? <p className={styles.fix}>{problem.fix.text}</p> : null}
      {problem.fix?.command ? (
        <div className={styles.command}>
          <CopyField text={problem.fix.command} what="command" icon="terminal" wrap />
        </div>
      ) : null}
      {problem.request_id === '' || !details ? null : (
        <p className={styles.request}>Request {problem.request_id}</p>
      )}
    </Notice>
  )
}

/** All we know of a problem, as text to paste. */
export const problemDetails = (problem: Problem) =>
  [
    `code: ${problem.code}`,
    `message: ${problem.message}`,
    problem.fix && `fix: ${problem.fix.text}`,
    problem.fix?.command && `command: ${problem.fix.command}`,
    ...(problem.checks ?? []).map(
      (check) => `check ${check.name}: ${check.state}${check.detail ? ` (${check.detail})` : ''}`,
    ),
    problem.request_id && `request: ${problem.request_id}`,
    `page: ${location.pathname}${location.search}`,
  ]
    .filter(Boolean)
    .join('\n')
