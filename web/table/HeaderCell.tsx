import { Icon } from '../ui/Icon.tsx'
import { cx } from '../util/cx.ts'
import { type Column, type Order, orders } from './column.ts'
import styles from './DataTable.module.css'

type HeaderCellProps<Row> = {
  column: Column<Row>
  order: Order
  onOrder: (order: Order) => void
}

export function HeaderCell<Row>({ column, order, onOrder }: HeaderCellProps<Row>) {
  const offered = orders([column])
  const current = offered.find(({ id }) => id === order.by)
  const direction = order.descending ? 'descending' : 'ascending'
  return (
    <th
      scope="col"
      className={cx(column.align === 'end' && styles.end)}
      aria-sort={current ? direction : undefined}
    >
      <span className={styles.heading}>
        {offered.length === 0
          ? column.header
          : offered.map(({ id, label }, position) => (
              <SortButton
                key={id}
                label={label}
                divided={position > 0}
                state={order.by === id ? direction : undefined}
                onClick={() =>
                  onOrder({ by: id, descending: order.by === id && !order.descending })
                }
              />
            ))}
      </span>
      {column.subheader ? <span className={styles.subheading}>{column.subheader}</span> : null}
    </th>
  )
}

type SortButtonProps = {
  label: string
  divided: boolean
  state: 'ascending' | 'descending' | undefined
  onClick: () => void
}

function SortButton({ label, divided, state, onClick }: SortButtonProps) {
  return (
    <>
      {divided ? <span className={styles.divider}>|</span> : null}
      <button type="button" className={styles.sort} onClick={onClick}>
        {label}
        <span className={cx(styles.arrow, state && styles.active)}>
          <Icon name={state === 'descending' ? 'chevron-down' : 'chevron-up'} size={12} />
        </span>
      </button>
    </>
  )
}
