import { type Check, type CheckName, checkNames, checkTitles } from '../../contract/check.ts'
import { CopyField } from '../ui/Copy.tsx'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { cx } from '../util/cx.ts'
import styles from './pod-steps.module.css'

type StepState = Check['state'] | 'waiting'

const icons: Partial<Record<StepState, IconName>> = {
  ok: 'check',
  warning: 'alert',
  failed: 'close',
  skipped: 'minus',
}

const words: Record<StepState, string> = {
  waiting: 'not started',
  running: 'running',
  ok: 'done',
  warning: 'warning',
  failed: 'failed',
  skipped: 'skipped',
}

/** The steps from an address to a usable host, ticking off as they are told. */
export function PodSteps({ checks }: { checks: readonly Check[] }) {
  const told = new Map(checks.map((check) => [check.name, check]))
  const stopped = checks.some((check) => check.state === 'failed')
  return (
    <ol className={styles.steps}>
      {checkNames.map((name) => (
        <Step key={name} name={name} check={told.get(name)} stopped={stopped} />
      ))}
    </ol>
  )
}

type StepProps = {
  name: CheckName
  check: Check | undefined
  /** A step failed, which is why those behind it were skipped. */
  stopped: boolean
}

function Step({ name, check, stopped }: StepProps) {
  const state = check?.state ?? 'waiting'
  const icon = icons[state]
  return (
    <li className={cx(styles.step, styles[state])}>
      <span className={styles.sign} aria-hidden="true">
        {icon ? <Icon name={icon} size={14} /> : <span className={styles.dot} />}
      </span>
      <span className={styles.title}>{checkTitles[name]}</span>
      <span className="visually-hidden">{words[state]}</span>
      {stopped && state === 'skipped' ? null : <Detail state={state} check={check} />}
    </li>
  )
}

/** The failed step's own words stand in the notice above; here they would only repeat. */
function Detail({ state, check }: { state: StepState; check: Check | undefined }) {
  if (!check?.detail || state === 'failed') return null
  return (
    <span className={styles.detail} title={check.detail}>
      {check.detail}
      {state === 'warning' && check.fix ? <Warning fix={check.fix} /> : null}
    </span>
  )
}

function Warning({ fix }: { fix: NonNullable<Check['fix']> }) {
  return (
    <span className={styles.fix}>
      {fix.text}
      {fix.command === null ? null : (
        <CopyField text={fix.command} what="command" icon="terminal" wrap />
      )}
    </span>
  )
}
