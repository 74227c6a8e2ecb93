import { type Pod, podTypeTitles } from '../../../contract/pod.ts'
import type { Column } from '../../table/column.ts'
import { LiveValue } from '../../ui/LiveValue.tsx'
import { CellTags } from '../../ui/Tag.tsx'
import { gibFromBytes, gibFromMib, oneDecimal, upToOneDecimal } from '../../util/units.ts'
import { TwoLines } from '../machines/MachineCells.tsx'
import { type Figure, podFigures } from './pod-figures.ts'
import { PodFigure } from './PodFigure.tsx'
import { PodNameCell, PodTypeCell } from './PodCells.tsx'
import { connectionWords } from './PodStatus.tsx'
import type { Job } from '../batch/use-batch.ts'

const inGib = (bytes: number) => oneDecimal(gibFromBytes(bytes))
const ramInGib = (mebibytes: number) => oneDecimal(gibFromMib(mebibytes))
const freeOf = (figure: Figure) => (figure.known ? figure.capacity.free : null)

export const podColumns = (jobs: ReadonlyMap<number, Job>): Column<Pod>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (pod) => <PodNameCell pod={pod} job={jobs.get(pod.id)} />,
    sortBy: (pod) => pod.name,
    alsoSort: {
      id: 'status',
      label: 'Status',
      sortBy: (pod) => connectionWords[pod.podyard.connection.state],
    },
  },
  {
    id: 'type',
    header: 'Type',
    width: '126px',
    cell: (pod) => <PodTypeCell title={podTypeTitles[pod.type]} />,
    sortBy: (pod) => podTypeTitles[pod.type],
  },
  {
    id: 'storage',
    header: 'Local storage (GiB)',
    width: '204px',
    cell: (pod) => (
      <PodFigure label="Local storage" figure={podFigures(pod).storage} format={inGib} />
    ),
    sortBy: (pod) => freeOf(podFigures(pod).storage),
  },
  {
    id: 'cores',
    header: 'Cores',
    width: '140px',
    cell: (pod) => (
      <PodFigure label="Cores" figure={podFigures(pod).cores} format={upToOneDecimal} segments />
    ),
    sortBy: (pod) => freeOf(podFigures(pod).cores),
  },
  {
    id: 'ram',
    header: 'RAM (GiB)',
    width: '184px',
    cell: (pod) => <PodFigure label="RAM" figure={podFigures(pod).memory} format={ramInGib} />,
    sortBy: (pod) => freeOf(podFigures(pod).memory),
  },
  {
    id: 'machines',
    header: 'Composed machines',
    onCard: 'quarter',
    width: '100px',
    align: 'end',
    cell: ({ podyard }) => (
      <LiveValue value={podyard.machine_count}>{podyard.machine_count}</LiveValue>
    ),
    sortBy: (pod) => pod.podyard.machine_count,
  },
  {
    id: 'zone',
    header: 'Zone',
    onCard: 'quarter',
    width: '128px',
    cell: (pod) => <TwoLines first={pod.zone.name} second={pod.pool.name} />,
    sortBy: (pod) => pod.zone.name,
    alsoSort: { id: 'pool', label: 'Pool', sortBy: (pod) => pod.pool.name },
  },
  {
    id: 'tags',
    header: 'Tags',
    width: '114px',
    cell: (pod) => <CellTags names={pod.tags} lines={2} linePx={90} />,
    sortBy: (pod) => pod.tags.join(' ') || null,
  },
]
