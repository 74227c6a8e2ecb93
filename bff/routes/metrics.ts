import type { metricsEndpoints } from '../../contract/endpoints/metrics.ts'
import type { Handlers } from '../handlers.ts'
import {
  type MetricServices,
  readMachineMetrics,
  readPodMetrics,
  readTopConsumers,
} from '../services/metrics.ts'

export type MetricsHandlers = Pick<Handlers, keyof typeof metricsEndpoints>

export const metricsRoutes = (services: MetricServices): MetricsHandlers => ({
  podMetrics: ({ id, range = '1h' }) => readPodMetrics(services, id, range),
  podTopConsumers: ({ id, by = 'cpu', limit = 5 }) => readTopConsumers(services, id, by, limit),
  machineMetrics: ({ system_id, range = '1h' }) => readMachineMetrics(services, system_id, range),
})
