import styles from './DataTable.module.css'

type PlaceholderRowProps = {
  index: number
  columnCount: number
  /** Pixels: as high as it will be. */
  height: number
}

/** Stands for a row that is on its way. */
export function PlaceholderRow({ index, columnCount, height }: PlaceholderRowProps) {
  return (
    <tr className={styles.coming} aria-rowindex={index + 2} aria-busy="true" style={{ height }}>
      <td colSpan={columnCount}>
        <span className="visually-hidden">Loading</span>
        <span className={styles.bar} />
      </td>
    </tr>
  )
}
