import type { Machine } from '../../../contract/machine.ts'
import { Age } from '../../ui/Age.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { LiveValue } from '../../ui/LiveValue.tsx'
import { StatusDot } from '../../ui/StatusDot.tsx'
import { cx } from '../../util/cx.ts'
import { powerSentence, statusTone } from './machine-words.ts'
import { statusText } from './MachineCells.tsx'
import styles from './MachineState.module.css'
import { PowerCheck } from './PowerCheck.tsx'

/** "Status  Power on  check now"; what its host told last where it is away. */
export function MachineState({ machine }: { machine: Machine }) {
  const { status, status_message, power_state, locked, podyard } = machine
  const { live, last_seen } = podyard
  return (
    <div className={cx(styles.state, !live && styles.away)}>
      <span title={status_message}>
        <LiveValue value={status}>
          <StatusDot tone={live ? statusTone(status) : 'idle'}>{statusText(machine)}</StatusDot>
        </LiveValue>
      </span>
      <span className={styles.power}>
        <span className={cx(styles.icon, live && styles[power_state])}>
          <Icon name={power_state === 'error' ? 'alert' : 'power'} />
        </span>
        <LiveValue value={power_state}>{powerSentence[power_state]}</LiveValue>
        <PowerCheck machine={machine} />
      </span>
      {locked ? (
        <span className={styles.locked}>
          <Icon name="lock" /> Locked
        </span>
      ) : null}
      {live ? null : (
        <span>
          Last seen <Age since={last_seen} always />
        </span>
      )}
    </div>
  )
}
