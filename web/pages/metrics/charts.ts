import type { MetricName, Metrics } from '../../../contract/metrics.ts'
import type { TimeScale } from '../../ui/time-chart-options.ts'
import { inOneWord, memoryAmount, storageAmount, upToOneDecimal } from '../../util/units.ts'

export type ChartPlan = {
  title: string
  lines: readonly { name: MetricName; label: string }[]
  scale: TimeScale
}

const percent = (amount: number) => `${upToOneDecimal(amount)} %`
const mebibytes = (amount: number) => inOneWord(memoryAmount(amount))
const perSecond = (amount: number) => `${inOneWord(storageAmount(amount))}/s`

/** So that a disk which writes a byte now and then does not look busy. */
const leastTopBytesPerSecond = 1_000

const traffic: TimeScale = { top: leastTopBytesPerSecond, format: perSecond }

/** The charts in their order. The scale of memory ends where the memory does. */
export const chartPlans = ({ memory_mib }: Pick<Metrics, 'memory_mib'>): ChartPlan[] => [
  {
    title: 'CPU',
    lines: [{ name: 'cpu_percent', label: 'Used' }],
    scale: { top: 100, format: percent },
  },
  {
    title: 'Memory',
    lines: [{ name: 'memory_mib', label: 'Used' }],
    scale: { top: memory_mib ?? 1, format: mebibytes, binary: true },
  },
  {
    title: 'Disks',
    lines: [
      { name: 'disk_read_bytes_per_second', label: 'Read' },
      { name: 'disk_write_bytes_per_second', label: 'Written' },
    ],
    scale: traffic,
  },
  {
    title: 'Network',
    lines: [
      { name: 'network_receive_bytes_per_second', label: 'Received' },
      { name: 'network_transmit_bytes_per_second', label: 'Sent' },
    ],
    scale: traffic,
  },
]
