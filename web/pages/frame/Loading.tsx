import { PageSkeleton } from '../../ui/Skeleton.tsx'
import styles from './RouteError.module.css'

/** Before anything is known, not even who is there. */
export function Loading() {
  return (
    <div className={styles.page}>
      <PageSkeleton rows={4} />
    </div>
  )
}
