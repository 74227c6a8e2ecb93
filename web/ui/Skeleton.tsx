import styles from './Skeleton.module.css'

type SkeletonProps = { width?: string; height?: number }

/** A grey bar in the place of what is on its way; invisible for the first 200 ms. */
export function Skeleton({ width = '100%', height = 12 }: SkeletonProps) {
  return <span className={styles.bar} style={{ width, height }} aria-hidden="true" />
}

/** A page that is on its way: heading and rows. */
export function PageSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <output className={styles.page}>
      <span className="visually-hidden">Loading</span>
      <Skeleton width="160px" height={24} />
      <span className={styles.rows}>
        {Array.from({ length: rows }, (_, row) => (
          <Skeleton key={row} width={`${92 - ((row * 7) % 23)}%`} />
        ))}
      </span>
    </output>
  )
}
