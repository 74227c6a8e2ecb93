/** Who takes most of a host. Used by BFF and mocks alike. */
import type { Consumer, ConsumerOrder, MetricPoint } from '../metrics.ts'

type Measured = { system_id: string; hostname: string; cpu_count: number; point: MetricPoint }

const figures: Record<ConsumerOrder, (consumer: Consumer) => number | null> = {
  cpu: (consumer) => consumer.cpu_cores,
  memory: (consumer) => consumer.memory_mib,
  disk: (consumer) => consumer.disk_bytes_per_second,
  network: (consumer) => consumer.network_bytes_per_second,
}

export const figureOf = (consumer: Consumer, by: ConsumerOrder) => figures[by](consumer)

/** Most first, those with the same by name; machines of which the figure is unknown are left out. */
export function topConsumers(
  machines: readonly Measured[],
  by: ConsumerOrder,
  limit: number,
): Consumer[] {
  return machines
    .map(toConsumer)
    .filter((each) => figureOf(each, by) !== null)
    .toSorted(
      (a, b) =>
        (figureOf(b, by) ?? 0) - (figureOf(a, by) ?? 0) || a.hostname.localeCompare(b.hostname),
    )
    .slice(0, limit)
}

function toConsumer({ system_id, hostname, cpu_count, point }: Measured): Consumer {
  return {
    system_id,
    hostname,
    cpu_cores: point.cpu_percent === null ? null : (point.cpu_percent / 100) * cpu_count,
    cpu_percent: point.cpu_percent,
    memory_mib: point.memory_mib,
    disk_bytes_per_second: sum(point.disk_read_bytes_per_second, point.disk_write_bytes_per_second),
    network_bytes_per_second: sum(
      point.network_receive_bytes_per_second,
      point.network_transmit_bytes_per_second,
    ),
  }
}

/** Half of a figure is none. */
const sum = (a: number | null, b: number | null) => (a === null || b === null ? null : a + b)
