import type { Machine } from '../../contract/machine.ts'
import { inOneWord, memoryAmount, storageAmount } from '../util/units.ts'
import styles from './pod-delete.module.css'

/** The machines that would be deleted with their pod. */
export function PodDoomed({ machines }: { machines: readonly Machine[] | undefined }) {
  if (machines === undefined) return <p className={styles.note}>The machines are being read.</p>
  return (
    // Reachable by keyboard, because it scrolls.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <ul className={styles.machines} aria-label="Machines that are deleted" tabIndex={0}>
      {machines.map((machine) => (
        <li key={machine.system_id}>
          <span className={styles.name}>{machine.fqdn}</span>
          <span className={styles.note}>
            {machine.power_state === 'on' ? 'running, ' : ''}
            {machine.cpu_count} cores, {inOneWord(memoryAmount(machine.memory))},{' '}
            {inOneWord(storageAmount(machine.storage * 1e6))}
          </span>
        </li>
      ))}
    </ul>
  )
}
