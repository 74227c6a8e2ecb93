import { useEffect, useRef, useState } from 'react'
import { commandLines } from '../../../../contract/command-line.ts'
import { useUser } from '../../../api/session.ts'
import { MachineActionForm } from '../../../forms/machine-action.tsx'
import type { MachineActionValues } from '../../../forms/machine-action-values.ts'
import { usePodGroups } from '../../pods/use-pod-groups.ts'
import { ActionAbility } from './ActionAbility.tsx'
import styles from './ActionDialog.module.css'
import { ActionProgress } from './ActionProgress.tsx'
import type { ActionSpec, Call } from './actions.ts'
import { machineCount } from './consequences.ts'
import { abilityOf, type ActionTarget } from './targets.ts'
import type { ActionRun, Begun } from './use-action-run.ts'

type ActionDialogProps = {
  action: ActionSpec
  targets: readonly ActionTarget[]
  run: ActionRun
  onDismiss: () => void
  /** All went well. */
  onDone: (action: ActionSpec) => void
}

/** Asks what an action needs to know, says what it does and to which machines, and shows how it goes. */
export function ActionDialog({ action, targets, run, onDismiss, onDone }: ActionDialogProps) {
  const [done, setDone] = useState(false)
  const told = useRef(false)
  // Once the form knows that nothing is unsaved any more; and once alone, for leaving renders this again.
  useEffect(() => {
    if (!done || told.current) return
    told.current = true
    onDone(action)
  }, [done, action, onDone])
  const begun = run.begun?.action === action ? run.begun : undefined
  if (begun && begun.targets.length > 1) {
    return (
      <ActionProgress
        begun={begun}
        run={run}
        onRetry={() => void run.retry().then(setDone)}
        onDismiss={onDismiss}
      />
    )
  }
  return (
    <Ask
      action={action}
      targets={begun?.targets ?? targets}
      begun={begun}
      run={run}
      onSubmit={(able, values) => void run.start({ action, targets: able, values }).then(setDone)}
      onDismiss={onDismiss}
      saved={done}
    />
  )
}

type AskProps = Pick<ActionDialogProps, 'action' | 'targets' | 'run' | 'onDismiss'> & {
  begun: Begun | undefined
  onSubmit: (able: readonly ActionTarget[], values: MachineActionValues) => void
  saved: boolean
}

function Ask({ action, targets, begun, run, onSubmit, onDismiss, saved }: AskProps) {
  const user = useUser()
  const groups = usePodGroups()
  const caller = user ?? { username: '', is_superuser: false }
  const ability = abilityOf(action.rule, targets, caller)
  // What is under way goes on, whatever it changes about the machine meanwhile.
  const able = begun?.targets ?? ability.able
  const [only] = able.length === 1 ? able : []
  const doomed = action.destroys?.(able) ?? []
  const failure = begun && [...run.jobs.values()].find((job) => job.state === 'failed')
  return (
    <MachineActionForm
      {...groups}
      title={`${action.label}: ${subjectOf(targets)}`}
      submitLabel={submitLabel(action, able.length)}
      submitVariant={action.negative || doomed.length > 0 ? 'negative' : 'positive'}
      submitDisabledReason={able.length === 0 ? ability.unable[0]?.label : undefined}
      parts={able.length === 0 ? [] : action.parts}
      confirmation={doomed.length === 0 ? undefined : confirmationOf(action, able)}
      lines={only ? (values) => linesOf(action.call(only, values)) : undefined}
      onSubmit={(values) => onSubmit(able, values)}
      onDismiss={onDismiss}
      submitError={failure?.error ?? null}
      loading={run.running}
      saved={saved}
    >
      {begun ? null : <ActionAbility action={action} ability={ability} />}
      {able.length === 0 ? null : (
        <div className={styles.text}>
          {action.explain(able).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      )}
    </MachineActionForm>
  )
}

const linesOf = ({ name, input }: Call) => commandLines(name, input, { origin: location.origin })

function submitLabel({ label, submit }: ActionSpec, count: number): string {
  const what = count > 1 ? machineCount(count) : 'machine'
  return submit?.(what) ?? `${label} ${what}`
}

const subjectOf = (targets: readonly ActionTarget[]) =>
  targets.length === 1 ? (targets[0]?.hostname ?? '') : machineCount(targets.length)

const confirmationOf = ({ label }: ActionSpec, able: readonly ActionTarget[]) =>
  able.length === 1
    ? (able[0]?.hostname ?? '')
    : `${label.toLowerCase()} ${machineCount(able.length)}`
