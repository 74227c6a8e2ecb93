import { IconButton } from '../ui/Button.tsx'
import { Select } from '../ui/Select.tsx'
import { type Column, type Order, orders } from './column.ts'
import styles from './DataTable.module.css'

type SortPickerProps<Row> = {
  columns: readonly Column<Row>[]
  order: Order
  onOrder: (order: Order) => void
}

/** Cards have no headings to click on. */
export function SortPicker<Row>({ columns, order, onOrder }: SortPickerProps<Row>) {
  return (
    <div className={styles.picker}>
      <Select
        aria-label="Sort by"
        options={orders(columns).map(({ id, label }) => ({ value: id, label: `Sort by ${label}` }))}
        value={order.by}
        onChange={(event) => onOrder({ by: event.target.value, descending: false })}
      />
      <IconButton
        label={order.descending ? 'Sort ascending' : 'Sort descending'}
        icon={order.descending ? 'chevron-down' : 'chevron-up'}
        onClick={() => onOrder({ by: order.by, descending: !order.descending })}
      />
    </div>
  )
}
