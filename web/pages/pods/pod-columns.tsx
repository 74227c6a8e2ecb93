import { Link } from 'react-router'
import { type Pod, podTypeTitles } from '../../../contract/pod.ts'
import type { Column } from '../../table/column.ts'
import { LiveValue } from '../../ui/LiveValue.tsx'
import { Tags } from '../../ui/Tag.tsx'
import { gibFromBytes, gibFromMib, oneDecimal, upToOneDecimal } from '../../util/units.ts'
import { type Figure, podFigures } from './pod-figures.ts'
import { PodFigure } from './PodFigure.tsx'
import { connectionWords, PodStatus } from './PodStatus.tsx'
import styles from './PodsPage.module.css'
import type { Job } from './use-batch.ts'
import { PodJob } from './PodJob.tsx'

const inGib = (bytes: number) => oneDecimal(gibFromBytes(bytes))
const ramInGib = (mebibytes: number) => oneDecimal(gibFromMib(mebibytes))
const freeOf = (figure: Figure) => (figure.known ? figure.capacity.free : null)

export const podColumns = (jobs: ReadonlyMap<number, Job>): Column<Pod>[] => [
  {
    id: 'name',
    header: 'Name',
    cell: (pod) => (
      <Link to={String(pod.id)} className={styles.name} title={pod.name}>
        {pod.name}
      </Link>
    ),
    sortBy: (pod) => pod.name,
  },
  {
    id: 'status',
    header: 'Status',
    width: '13%',
    cell: (pod) => {
      const job = jobs.get(pod.id)
      return job && job.state !== 'done' ? (
        <PodJob job={job} />
      ) : (
        <PodStatus connection={pod.podyard.connection} />
      )
    },
    sortBy: (pod) => connectionWords[pod.podyard.connection.state],
  },
  {
    id: 'type',
    header: 'Type',
    width: '8%',
    cell: (pod) => <span title={podTypeTitles[pod.type]}>{podTypeTitles[pod.type]}</span>,
    sortBy: (pod) => podTypeTitles[pod.type],
  },
  {
    id: 'storage',
    header: 'Local storage (GiB)',
    width: '14%',
    cell: (pod) => (
      <PodFigure label="Local storage" figure={podFigures(pod).storage} format={inGib} />
    ),
    sortBy: (pod) => freeOf(podFigures(pod).storage),
  },
  {
    id: 'cores',
    header: 'Cores',
    width: '11%',
    cell: (pod) => (
      <PodFigure label="Cores" figure={podFigures(pod).cores} format={upToOneDecimal} segments />
    ),
    sortBy: (pod) => freeOf(podFigures(pod).cores),
  },
  {
    id: 'ram',
    header: 'RAM (GiB)',
    width: '12%',
    cell: (pod) => <PodFigure label="RAM" figure={podFigures(pod).memory} format={ramInGib} />,
    sortBy: (pod) => freeOf(podFigures(pod).memory),
  },
  {
    id: 'machines',
    header: 'Composed machines',
    width: '8%',
    align: 'end',
    cell: ({ podyard }) => (
      <LiveValue value={podyard.machine_count}>{podyard.machine_count}</LiveValue>
    ),
    sortBy: (pod) => pod.podyard.machine_count,
  },
  {
    id: 'zone',
    header: 'Zone',
    width: '8%',
    cell: (pod) => <span title={pod.zone.name}>{pod.zone.name}</span>,
    sortBy: (pod) => pod.zone.name,
  },
  {
    id: 'pool',
    header: 'Resource pool',
    width: '8%',
    cell: (pod) => <span title={pod.pool.name}>{pod.pool.name}</span>,
    sortBy: (pod) => pod.pool.name,
  },
  {
    id: 'tags',
    header: 'Tags',
    width: '9%',
    cell: (pod) => (
      <span title={pod.tags.join(', ')} className={styles.tags}>
        <Tags names={pod.tags} />
      </span>
    ),
    sortBy: (pod) => pod.tags.join(' ') || null,
  },
]
