/** Every call there is. Routes, typed client, mocks, `describe/` and the command line are made from this table. */
import type * as z from 'zod/mini'
import { apiKeyEndpoints } from './endpoints/api-keys.ts'
import { capacityEndpoints } from './endpoints/capacity.ts'
import { consoleEndpoints } from './endpoints/consoles.ts'
import { eventEndpoints } from './endpoints/events.ts'
import { machinePageEndpoints } from './endpoints/machine-pages.ts'
import { machineEndpoints } from './endpoints/machines.ts'
import { metricsEndpoints } from './endpoints/metrics.ts'
import { networkEndpoints } from './endpoints/networks.ts'
import { podEndpoints } from './endpoints/pods.ts'
import { resourcePoolEndpoints } from './endpoints/resource-pools.ts'
import { serverEndpoints } from './endpoints/server.ts'
import { sessionEndpoints } from './endpoints/sessions.ts'
import { storageEndpoints } from './endpoints/storage.ts'
import { tagEndpoints } from './endpoints/tags.ts'
import { transferEndpoints } from './endpoints/transfer.ts'
import { userEndpoints } from './endpoints/users.ts'
import { vmHostEndpoints } from './endpoints/vm-hosts.ts'
import { zoneEndpoints } from './endpoints/zones.ts'
import type { Beside } from './flat.ts'

export const endpoints = {
  ...podEndpoints,
  ...vmHostEndpoints,
  ...capacityEndpoints,
  ...machineEndpoints,
  ...metricsEndpoints,
  ...machinePageEndpoints,
  ...consoleEndpoints,
  ...storageEndpoints,
  ...networkEndpoints,
  ...zoneEndpoints,
  ...tagEndpoints,
  ...eventEndpoints,
  ...resourcePoolEndpoints,
  ...userEndpoints,
  ...apiKeyEndpoints,
  ...sessionEndpoints,
  ...serverEndpoints,
  ...transferEndpoints,
} as const

export type EndpointName = keyof typeof endpoints
type Table = typeof endpoints

type SchemaAt<N extends EndpointName, K extends string> =
  Table[N] extends Record<K, infer S> ? S : undefined

/** `unknown` where there is no schema: it adds nothing to an intersection. */
type In<S> = S extends z.ZodMiniType ? z.input<S> : unknown
type Out<S> = S extends z.ZodMiniType ? z.output<S> : unknown

/** What a caller passes: path variables and fields side by side. */
export type Input<N extends EndpointName> = In<SchemaAt<N, 'params'>> &
  Beside<In<SchemaAt<N, 'params'>>, In<SchemaAt<N, 'input'>>>

/** What a handler receives once the input was parsed. */
export type Parsed<N extends EndpointName> = Out<SchemaAt<N, 'params'>> &
  Beside<Out<SchemaAt<N, 'params'>>, Out<SchemaAt<N, 'input'>>>

export type Output<N extends EndpointName> =
  SchemaAt<N, 'response'> extends infer R extends z.ZodMiniType ? z.output<R> : void
