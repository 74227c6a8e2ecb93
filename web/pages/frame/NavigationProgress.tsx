import { useNavigation } from 'react-router'
import styles from './NavigationProgress.module.css'

/** A thin line at the top for a page that takes longer than 200 ms to come. */
export function NavigationProgress() {
  return useNavigation().state === 'idle' ? null : (
    <div className={styles.line} aria-hidden="true" />
  )
}
