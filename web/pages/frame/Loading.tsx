import { PageSkeleton } from '../../ui/Skeleton.tsx'
import styles from './Frame.module.css'

/** Before anything is known, not even who is there. */
export function Loading() {
  return (
    <div className={styles.main}>
      <PageSkeleton />
    </div>
  )
}
