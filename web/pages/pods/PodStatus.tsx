import type { Connection } from '../../../contract/pod.ts'
import { Age } from '../../ui/Age.tsx'
import { StatusDot, type StatusTone } from '../../ui/StatusDot.tsx'
import styles from './PodStatus.module.css'

const tones: Record<Connection['state'], StatusTone> = {
  connected: 'positive',
  connecting: 'active',
  unreachable: 'negative',
}

export const connectionWords: Record<Connection['state'], string> = {
  connected: 'Connected',
  connecting: 'Connecting',
  unreachable: 'Unreachable',
}

/** How we stand with a host; its age where the figures are no longer live. */
export function PodStatus({ connection }: { connection: Connection }) {
  const { state, last_seen } = connection
  return (
    <span className={styles.status}>
      <StatusDot tone={tones[state]}>{connectionWords[state]}</StatusDot>
      {state === 'connected' || last_seen === null ? null : (
        <span className={styles.age}>
          <Age since={last_seen} always />
        </span>
      )}
    </span>
  )
}
