/** How busy hosts and machines were: series over time, and who takes most now. */
import * as z from 'zod/mini'
import { choice, doc, timestamp, wholeNumber } from './fields.ts'

export const metricRanges = ['1h', '24h', '7d', '30d'] as const
export type MetricRange = (typeof metricRanges)[number]

export const MetricsQuery = z.object({
  range: z.optional(
    doc(
      choice(metricRanges),
      'How far back: 1h in steps of 15 s (the default), 24h of 5 min, 7d of 30 min or 30d of 2 h.',
    ),
  ),
})

/** Null where nobody measured: the host was away, the machine off, Podyard not running. Never 0 for unknown. */
const values = () => z.array(z.nullable(z.number()))

/** One value for each step. Beyond the first, each is the average of its step. */
export const MetricSeries = z.object({
  /** Of all cores together; a machine's may pass 100, because QEMU's own threads count as well. */
  cpu_percent: values(),
  /** Of a machine: what it takes of its host, not what it may have. Of a pod: all but free, buffers and cache. */
  memory_mib: values(),
  /** Of a pod: its machines together, as libvirt tells no disks and networks of a host. */
  disk_read_bytes_per_second: values(),
  disk_write_bytes_per_second: values(),
  network_receive_bytes_per_second: values(),
  network_transmit_bytes_per_second: values(),
})
export type MetricSeries = z.infer<typeof MetricSeries>
export type MetricName = keyof MetricSeries

export const metricNames = Object.keys(MetricSeries.shape) as MetricName[]

/** The values of one moment. */
export type MetricPoint = Record<MetricName, number | null>

export const Metrics = z.object({
  range: z.enum(metricRanges),
  /** Of the first value; the others follow in steps. */
  start: timestamp(),
  step_seconds: z.int(),
  /** When the newest value of all was measured, whatever the range; null: never so far. */
  last_sample: z.nullable(timestamp()),
  /** What there is of it now, as the scale of the series; null where unknown. */
  cores: z.nullable(z.number()),
  memory_mib: z.nullable(z.number()),
  series: MetricSeries,
})
export type Metrics = z.infer<typeof Metrics>

export const consumerOrders = ['cpu', 'memory', 'disk', 'network'] as const
export type ConsumerOrder = (typeof consumerOrders)[number]

export const TopConsumersQuery = z.object({
  by: z.optional(
    doc(choice(consumerOrders), 'What to order by: cpu (the default), memory, disk or network.'),
  ),
  limit: z.optional(doc(wholeNumber(1, 100), 'At most so many machines. Default: 5.')),
})

/** Averages over the window. */
export const Consumer = z.object({
  system_id: z.string(),
  hostname: z.string(),
  /** How many cores it kept busy. */
  cpu_cores: z.nullable(z.number()),
  cpu_percent: z.nullable(z.number()),
  memory_mib: z.nullable(z.number()),
  /** Read and written together. */
  disk_bytes_per_second: z.nullable(z.number()),
  /** Received and sent together. */
  network_bytes_per_second: z.nullable(z.number()),
})
export type Consumer = z.infer<typeof Consumer>

export const TopConsumers = z.object({
  by: z.enum(consumerOrders),
  window_seconds: z.int(),
  /** When the newest value was measured; null: none within the window. */
  last_sample: z.nullable(timestamp()),
  /** Most first; only machines of which the wanted figure is known. */
  machines: z.array(Consumer),
})
export type TopConsumers = z.infer<typeof TopConsumers>
