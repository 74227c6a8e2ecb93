import { Link } from 'react-router'
import type { BlockDevice } from '../../../contract/machine.ts'
import type { Pod } from '../../../contract/pod.ts'
import type { Column } from '../../table/column.ts'
import { Quantity } from '../../ui/Quantity.tsx'
import { StatusDot } from '../../ui/StatusDot.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import { storageAmount } from '../../util/units.ts'
import { whyNoSize } from './disk-size.ts'
import styles from './MachineTab.module.css'

const poolOf = (disk: BlockDevice, pod: Pod | undefined) =>
  pod?.podyard.storage_pools.find(({ id }) => id === disk.storage_pool)

/** `pod` is undefined while it is being read. */
export const diskColumns = (pod: Pod | undefined): Column<BlockDevice>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (disk) => disk.name,
    sortBy: (disk) => disk.name,
    width: '12%',
  },
  {
    id: 'size',
    header: 'Size',
    cell: (disk) => <Size disk={disk} pod={pod} />,
    sortBy: (disk) => disk.size,
    align: 'end',
    width: '110px',
  },
  {
    id: 'bus',
    header: 'Bus',
    cell: (disk) => disk.bus ?? <Unknown reason="The host does not tell." />,
    sortBy: (disk) => disk.bus,
    width: '12%',
  },
  {
    id: 'pool',
    header: 'Storage pool',
    cell: (disk) => <PoolLink disk={disk} pod={pod} />,
    sortBy: (disk) => poolOf(disk, pod)?.name ?? null,
    width: '18%',
  },
  {
    id: 'source',
    header: 'Source',
    onCard: 'full',
    cell: (disk) => <Source disk={disk} pod={pod} />,
    sortBy: (disk) => disk.source,
  },
]

type DiskProps = { disk: BlockDevice; pod: Pod | undefined }

function Size({ disk, pod }: DiskProps) {
  if (disk.size !== null) return <Quantity {...storageAmount(disk.size)} />
  return <Unknown reason={whyNoSize(disk, poolOf(disk, pod)).reason} />
}

function PoolLink({ disk, pod }: DiskProps) {
  const pool = poolOf(disk, pod)
  if (!pod || !pool) return <Unknown reason="It lies in no storage pool of its pod." />
  return <Link to={`/pods/${pod.id}`}>{pool.name}</Link>
}

function Source({ disk, pod }: DiskProps) {
  const problem = disk.size === null ? whyNoSize(disk, poolOf(disk, pod)) : undefined
  return (
    <>
      {disk.source === null ? (
        <Unknown reason="No medium is inserted." />
      ) : (
        <code className={styles.path} title={disk.source}>
          {disk.source}
        </code>
      )}
      {problem?.label === undefined ? null : (
        <span title={problem.reason}>
          <StatusDot tone="negative">{problem.label}</StatusDot>
        </span>
      )}
    </>
  )
}
