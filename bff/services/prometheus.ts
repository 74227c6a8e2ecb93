/** Figures for Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/ */
import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { driftKinds } from '../../contract/drift.ts'
import { capacity } from '../../contract/rules/overcommit.ts'
import type { PodUsage } from '../store/machines.ts'
import type { StoredPod } from '../store/pods.ts'
import type { Store } from '../store/store.ts'

type Labels = Record<string, string>
type Metric = {
  name: string
  type: 'gauge' | 'counter'
  help: string
  values: readonly { labels?: Labels; value: number }[]
}

/** Reads the store and this process; resolves to the text of all metrics. */
export type PrometheusText = () => Promise<string>

const connectionStates = ['connecting', 'connected', 'unreachable'] as const

export async function createPrometheusText(store: Store): Promise<PrometheusText> {
  const maas_id = await store.settings.readOrWrite('installation_id', randomUUID())
  return async () => {
    const [pods, usage] = await Promise.all([store.pods.list(), store.machines.usage()])
    const ofHosts = [...kvmMetrics(pods, usage), ...stateMetrics(pods)]
    const text = [...ofHosts.map((metric) => format(metric, { maas_id })), ...processText()]
    return `${text.join('\n')}\n`
  }
}

const sum = <T>(items: Iterable<T>, value: (item: T) => number): number =>
  [...items].reduce((total, item) => total + value(item), 0)

const runningPools = ({ facts }: StoredPod) =>
  (facts?.storagePools ?? []).filter(({ state }) => state === 'running')

/**
 * MAAS's own names, labels and units: memory in MiB, storage in bytes. `available` is what there is in all, as MAAS
 * counts it; a host that was never read adds nothing.
 */
function kvmMetrics(pods: readonly StoredPod[], usage: ReadonlyMap<number, PodUsage>): Metric[] {
  const of = (value: (used: PodUsage) => number) => sum(usage.values(), value)
  const both = (available: number, used: number) => [
    { labels: { status: 'available' }, value: available },
    { labels: { status: 'used' }, value: used },
  ]
  const cores = (pod: StoredPod) => pod.facts?.cores ?? 0
  const memory = (pod: StoredPod) => pod.facts?.memoryMiB ?? 0
  const storage = (value: (pool: ReturnType<typeof runningPools>[number]) => number | null) =>
    sum(pods, (pod) => sum(runningPools(pod), (pool) => value(pool) ?? 0))
  return [
    gauge('maas_kvm_pods', 'Number of KVM pods', [{ value: pods.length }]),
    gauge('maas_kvm_machines', 'Number of KVM virtual machines', [
      { value: of((used) => used.machines) },
    ]),
    gauge(
      'maas_kvm_cores',
      'Number of KVM cores',
      both(
        sum(pods, cores),
        of((used) => used.cores),
      ),
    ),
    gauge(
      'maas_kvm_memory',
      'Memory for KVM pods in MiB',
      both(
        sum(pods, memory),
        of((used) => used.memoryMiB),
      ),
    ),
    gauge(
      'maas_kvm_storage',
      'Size of storage for KVM pods in bytes',
      both(
        storage((pool) => pool.capacityBytes),
        storage((pool) => pool.allocationBytes),
      ),
    ),
    gauge('maas_kvm_overcommit_cores', 'Number of KVM cores with overcommit', [
      { value: sum(pods, (pod) => capacity(cores(pod), pod.cpu_over_commit_ratio, 0).limit) },
    ]),
    gauge('maas_kvm_overcommit_memory', 'KVM memory size with overcommit in MiB', [
      { value: sum(pods, (pod) => capacity(memory(pod), pod.memory_over_commit_ratio, 0).limit) },
    ]),
  ]
}

/** What one is woken for: hosts that are away, and drift. */
function stateMetrics(pods: readonly StoredPod[]): Metric[] {
  const drift = pods.flatMap((pod) => pod.drift)
  return [
    gauge(
      'podyard_pods',
      'Number of pods by the state of their connection',
      connectionStates.map((state) => ({
        labels: { state },
        value: pods.filter(({ connection }) => connection.state === state).length,
      })),
    ),
    gauge(
      'podyard_drift',
      'Number of drifts of pods by their kind',
      driftKinds.map((kind) => ({
        labels: { kind },
        value: drift.filter((each) => each.kind === kind).length,
      })),
    ),
  ]
}

/** Under the names that Prometheus's client libraries give them. */
function processText(): string[] {
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const started = Date.now() / 1000 - process.uptime()
  return [
    gauge('process_resident_memory_bytes', 'Resident memory in bytes', [{ value: rss }]),
    gauge('nodejs_heap_size_used_bytes', 'Heap in use in bytes', [{ value: heapUsed }]),
    gauge('process_start_time_seconds', 'Start time since 1970 in seconds', [{ value: started }]),
    counter('process_cpu_seconds_total', 'User and system CPU time in seconds', [
      { value: (user + system) / 1e6 },
    ]),
    // Its rate is how busy the event loop is, from 0 to 1. To measure its delay would wake the process all the time.
    counter('podyard_eventloop_active_seconds_total', 'Time the event loop was busy in seconds', [
      { value: performance.eventLoopUtilization().active / 1000 },
    ]),
  ].map((metric) => format(metric, {}))
}

const made =
  (type: Metric['type']) =>
  (name: string, help: string, values: Metric['values']): Metric => ({ name, type, help, values })
const gauge = made('gauge')
const counter = made('counter')

/** All names and values of labels are our own words: nothing in them needs to be escaped. */
function format({ name, type, help, values }: Metric, common: Labels): string {
  const lines = values.map(({ labels, value }) => {
    const pairs = Object.entries({ ...common, ...labels }).map(([key, word]) => `${key}="${word}"`)
    return `${name}${pairs.length > 0 ? `{${pairs.join(',')}}` : ''} ${value}`
  })
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n')
}
