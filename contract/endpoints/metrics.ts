import type { Endpoint } from '../endpoint.ts'
import { SystemId } from '../machine.ts'
import { Metrics, MetricsQuery, TopConsumers, TopConsumersQuery } from '../metrics.ts'
import { PodId } from '../pod.ts'
import { at } from '../root.ts'

const reading = { method: 'GET', access: 'user', errors: ['not_found', 'invalid_input'] } as const

export const metricsEndpoints = {
  podMetrics: {
    ...reading,
    path: at('pods/{id}/metrics/'),
    params: PodId,
    input: MetricsQuery,
    response: Metrics,
    handler: 'PodMetrics',
    doc: 'Read how busy a pod was\n\nCPU, memory, disk and network over time. A value is null where nobody measured.',
  },
  podTopConsumers: {
    ...reading,
    path: at('pods/{id}/top-consumers/'),
    params: PodId,
    input: TopConsumersQuery,
    response: TopConsumers,
    handler: 'PodTopConsumers',
    doc: 'List the machines that take most of a pod\n\nBy the averages of the last five minutes.',
  },
  machineMetrics: {
    ...reading,
    path: at('machines/{system_id}/metrics/'),
    params: SystemId,
    input: MetricsQuery,
    response: Metrics,
    handler: 'MachineMetrics',
    doc: 'Read how busy a machine was\n\nCPU, memory, disk and network over time. A value is null where nobody measured, and while the machine is off.',
  },
} as const satisfies Record<string, Endpoint>
