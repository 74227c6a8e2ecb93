import type { Pod } from '../../../contract/pod.ts'
import { Age } from '../../ui/Age.tsx'
import styles from './HostAge.module.css'

/** That what is shown is what the host told last, while it is away. */
export function HostAge({ pod }: { pod: Pod }) {
  const { state, last_seen } = pod.podyard.connection
  if (state === 'connected' || last_seen === null) return null
  return (
    <p className={styles.age}>
      As the host told it <Age since={last_seen} always />
    </p>
  )
}
