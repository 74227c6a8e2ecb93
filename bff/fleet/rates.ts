import type { DomainState } from '../../contract/machine.ts'
import type { MetricPoint } from '../../contract/metrics.ts'
import type { MachineCounters, Pulse } from '../hypervisor/port.ts'

/** How busy a host and its running machines were between two looks at it. */
export type Sample = {
  /** Milliseconds since 1970. */
  atMs: number
  host: MetricPoint
  /** By the UUID of the domain. */
  machines: ReadonlyMap<string, MetricPoint>
}

type Disk = Pick<MetricPoint, 'disk_read_bytes_per_second' | 'disk_write_bytes_per_second'>
type Counted = { atMs: number; counters: MachineCounters }
/** Disks are asked for less often than the rest; their rates hold until they are asked for again. */
type Seen = Counted & { disks: Counted | null; disk: Disk }

const noDisk: Disk = { disk_read_bytes_per_second: null, disk_write_bytes_per_second: null }
/** As power states have it: there is a QEMU. */
const on: ReadonlySet<DomainState> = new Set(['running', 'blocked', 'paused', 'shutdown'])
const nanosecondsPerS = 1e9

/**
 * Makes rates of the counters of one connection. The first look tells where they stand, so it yields no rates; nor
 * does a counter that went back, because its machine was started anew.
 */
export function createRates() {
  let before = new Map<string, Seen>()
  let hostBefore: Pulse['host'] | null = null

  /** `cores` are those of a machine; undefined where unknown. */
  return (felt: Pulse, cores: (uuid: string) => number | undefined, atMs: number): Sample => {
    const seen = new Map<string, Seen>()
    const machines = new Map<string, MetricPoint>()
    for (const { uuid, state, counters } of felt.machines) {
      // Nothing to measure, whatever libvirt still tells; what comes next begins anew.
      if (!on.has(state)) continue
      const last = before.get(uuid)
      const now: Seen = { atMs, counters, ...diskRates(last, counters, atMs) }
      seen.set(uuid, now)
      machines.set(uuid, machinePoint(now, last, cores(uuid)))
    }
    const host = hostPoint(felt.host, hostBefore, [...machines.values()])
    before = seen
    hostBefore = felt.host
    return { atMs, host, machines }
  }
}

function machinePoint(now: Seen, last: Seen | undefined, cores: number | undefined): MetricPoint {
  const elapsedMs = now.atMs - (last?.atMs ?? now.atMs)
  const grown = growth(last?.counters, now.counters, elapsedMs)
  const busyNs = grown('cpuNs')
  return {
    cpu_percent: busyNs === null || !cores ? null : (busyNs / nanosecondsPerS / cores) * 100,
    memory_mib: now.counters.residentKiB === null ? null : now.counters.residentKiB / 1024,
    ...now.disk,
    network_receive_bytes_per_second: grown('receivedBytes'),
    network_transmit_bytes_per_second: grown('sentBytes'),
  }
}

function diskRates(
  last: Seen | undefined,
  counters: MachineCounters,
  atMs: number,
): Pick<Seen, 'disks' | 'disk'> {
  if (counters.readBytes === null && counters.writtenBytes === null) {
    return { disks: last?.disks ?? null, disk: last?.disk ?? noDisk }
  }
  const disks = { atMs, counters }
  if (!last?.disks) return { disks, disk: noDisk }
  const grown = growth(last.disks.counters, counters, atMs - last.disks.atMs)
  return {
    disks,
    disk: {
      disk_read_bytes_per_second: grown('readBytes'),
      disk_write_bytes_per_second: grown('writtenBytes'),
    },
  }
}

/** By how much a counter grew, for each second; null where that cannot be told. */
const growth =
  (last: MachineCounters | undefined, now: MachineCounters, elapsedMs: number) =>
  (name: keyof MachineCounters): number | null => {
    const [from, to] = [last?.[name] ?? null, now[name]]
    if (from === null || to === null || to < from || elapsedMs <= 0) return null
    return ((to - from) * 1000) / elapsedMs
  }

function hostPoint(
  now: Pulse['host'],
  last: Pulse['host'] | null,
  machines: readonly MetricPoint[],
): MetricPoint {
  const busyNs = (now.cpu?.busyNs ?? 0) - (last?.cpu?.busyNs ?? 0)
  const totalNs = (now.cpu?.totalNs ?? 0) - (last?.cpu?.totalNs ?? 0)
  const told = now.cpu && last?.cpu && totalNs > 0 && busyNs >= 0
  return {
    cpu_percent: told ? (busyNs / totalNs) * 100 : null,
    memory_mib: now.usedMemoryKiB === null ? null : now.usedMemoryKiB / 1024,
    disk_read_bytes_per_second: together(machines, 'disk_read_bytes_per_second'),
    disk_write_bytes_per_second: together(machines, 'disk_write_bytes_per_second'),
    network_receive_bytes_per_second: together(machines, 'network_receive_bytes_per_second'),
    network_transmit_bytes_per_second: together(machines, 'network_transmit_bytes_per_second'),
  }
}

/** Machines that are off move nothing. Of those that run, null where not one is known. */
function together(machines: readonly MetricPoint[], name: keyof MetricPoint): number | null {
  const known = machines.map((point) => point[name]).filter((value) => value !== null)
  if (known.length === 0 && machines.length > 0) return null
  return known.reduce((sum, value) => sum + value, 0)
}
