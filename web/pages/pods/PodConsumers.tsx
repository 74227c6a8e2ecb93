import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import {
  type Consumer,
  type ConsumerOrder,
  consumerOrders,
  type TopConsumers,
} from '../../../contract/metrics.ts'
import type { Pod } from '../../../contract/pod.ts'
import { figureOf } from '../../../contract/rules/top-consumers.ts'
import { Card } from '../../ui/Card.tsx'
import { Select } from '../../ui/Select.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { inOneWord, memoryAmount, storageAmount } from '../../util/units.ts'
import { podConsumersQuery } from './pod-queries.ts'
import styles from './PodConsumers.module.css'

const titles: Record<ConsumerOrder, string> = {
  cpu: 'CPU',
  memory: 'Memory',
  disk: 'Disks',
  network: 'Network',
}

const perSecond = (bytes: number) => `${inOneWord(storageAmount(bytes))}/s`

const formats: Record<ConsumerOrder, (amount: number) => string> = {
  cpu: (cores) => `${cores.toFixed(2)} cores`,
  memory: (mebibytes) => inOneWord(memoryAmount(mebibytes)),
  disk: perSecond,
  network: perSecond,
}

/** As often as there is something new. */
const refreshMs = 15_000

/** Which machines take most of the host, over the last minutes. */
export function PodConsumers({ pod }: { pod: Pod }) {
  const [by, setBy] = useState<ConsumerOrder>('cpu')
  const { data } = useQuery({
    ...podConsumersQuery(pod.id, by),
    refetchInterval: refreshMs,
    placeholderData: keepPreviousData,
  })
  return (
    <Card>
      <div className={styles.head}>
        <h2>Top consumers</h2>
        <Select
          className={styles.order}
          aria-label="Order top consumers by"
          value={by}
          onChange={(event) =>
            setBy(consumerOrders.find((each) => each === event.target.value) ?? 'cpu')
          }
          options={consumerOrders.map((value) => ({ value, label: titles[value] }))}
        />
      </div>
      {data ? <Consumers consumers={data} pod={pod} /> : <Skeleton height={120} />}
    </Card>
  )
}

function Consumers({ consumers, pod }: { consumers: TopConsumers; pod: Pod }) {
  const { machines, by, window_seconds } = consumers
  const minutes = window_seconds / 60
  if (machines.length === 0) {
    return (
      <p className={styles.none}>
        {pod.podyard.connection.state === 'connected'
          ? `No machine was measured in the last ${minutes} minutes: none runs, or the host was just connected.`
          : `Nothing was measured in the last ${minutes} minutes: the host does not answer.`}
      </p>
    )
  }
  const most = Math.max(...machines.map((machine) => figureOf(machine, by) ?? 0))
  // Of disks and networks nobody knows how much they could move.
  const whole = { cpu: pod.total.cores, memory: pod.total.memory, disk: most, network: most }[by]
  return (
    <>
      <ol className={styles.list}>
        {machines.map((machine) => (
          <Row key={machine.system_id} machine={machine} by={by} whole={whole} />
        ))}
      </ol>
      <p className={styles.window}>Averages of the last {minutes} minutes.</p>
    </>
  )
}

type RowProps = { machine: Consumer; by: ConsumerOrder; whole: number }

function Row({ machine, by, whole }: RowProps) {
  const figure = figureOf(machine, by) ?? 0
  const share = whole === 0 ? 0 : Math.min(1, figure / whole)
  return (
    <li className={styles.row}>
      <Link className={styles.name} to={`/machines/${machine.system_id}/metrics`}>
        {machine.hostname}
      </Link>
      <span className={styles.figure}>{formats[by](figure)}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.bar} style={{ width: `${share * 100}%` }} />
      </span>
    </li>
  )
}
