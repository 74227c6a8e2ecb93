import type { Volume } from '../../../../contract/storage.ts'
import { inShort } from '../../../../contract/rules/host-names.ts'
import type { Column } from '../../../table/column.ts'
import { Quantity } from '../../../ui/Quantity.tsx'
import { Tag } from '../../../ui/Tag.tsx'
import { Unknown } from '../../../ui/Unknown.tsx'
import { storageAmount } from '../../../util/units.ts'
import { TwoLines } from '../../machines/MachineCells.tsx'
import styles from '../HostTab.module.css'
import { MachineLinks } from '../MachineLinks.tsx'

export const volumeColumns: Column<Volume>[] = [
  {
    id: 'name',
    header: 'Name',
    subheader: 'Stands on',
    onCard: 'full',
    width: '40%',
    cell: ({ name, path, backing }) => (
      <TwoLines
        first={<span title={path ?? name}>{name}</span>}
        second={backing === null ? null : <span title={backing}>{backing}</span>}
      />
    ),
    sortBy: ({ name }) => name,
  },
  {
    id: 'format',
    header: 'Format',
    width: '90px',
    cell: ({ format }) =>
      format ?? <Unknown reason="The host does not tell the format of this volume." />,
    sortBy: ({ format }) => format,
  },
  {
    id: 'capacity',
    header: 'Capacity',
    width: '110px',
    align: 'end',
    cell: ({ capacity }) => bytes(capacity),
    sortBy: ({ capacity }) => capacity,
  },
  {
    id: 'allocation',
    header: 'On the host',
    width: '110px',
    align: 'end',
    cell: ({ allocation }) => bytes(allocation),
    sortBy: ({ allocation }) => allocation,
  },
  {
    id: 'used_by',
    header: 'Used by',
    onCard: 'full',
    cell: (volume) => <UsedBy volume={volume} />,
    sortBy: ({ used_by, backs }) => used_by[0]?.hostname ?? backs[0] ?? null,
  },
]

const bytes = (amount: number | null) =>
  amount === null ? (
    <Unknown reason="The host does not tell the size of this volume." />
  ) : (
    <Quantity {...storageAmount(amount)} />
  )

function UsedBy({ volume: { used_by, backs, orphan } }: { volume: Volume }) {
  if (used_by.length > 0) return <MachineLinks machines={used_by} />
  if (backs.length > 0) return <>{inShort(backs, 2)}</>
  return (
    <span className={styles.muted}>
      Not used{' '}
      {orphan ? (
        <span title="It looks like the disk of a machine that was deleted.">
          <Tag>leftover</Tag>
        </span>
      ) : null}
    </span>
  )
}
