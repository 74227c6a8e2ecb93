import { Button } from '../../ui/Button.tsx'
import type { MachineList } from './use-machine-list.ts'
import styles from './MachineCount.module.css'

/** "120 match", and beside a selection what selects the others or none. */
export function MachineCount({ list }: { list: MachineList }) {
  const { total, table, chosen } = list
  const { machines, fetching } = chosen
  return (
    <>
      <span>{counted(total, table.narrowed)}</span>
      {machines.length === 0 ? null : (
        <span className={styles.selected}>
          {machines.length < total ? (
            <Button variant="quiet" loading={fetching} onClick={() => void chosen.selectAll()}>
              Select all {number.format(total)}
            </Button>
          ) : null}
          <Button variant="quiet" onClick={chosen.clear}>
            Clear selection
          </Button>
        </span>
      )}
    </>
  )
}

const number = new Intl.NumberFormat('en')

const counted = (total: number, narrowed: boolean) =>
  narrowed
    ? `${number.format(total)} ${total === 1 ? 'matches' : 'match'}`
    : `${number.format(total)} in total`
