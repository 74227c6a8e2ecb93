import * as z from 'zod/mini'
import { Check } from './check.ts'

/**
 * What the stream tells. `change` carries an event id and is replayed after a reconnect (`Last-Event-ID`);
 * `check` is the progress of one operation and is sent to whoever listens at that moment.
 * `resync` says that ids were lost: read everything again.
 */
export const Change = z.object({
  topic: z.enum(['pod', 'machine', 'zone', 'resource_pool']),
  action: z.enum(['created', 'updated', 'deleted']),
  /** Pod id, system_id, zone name or resource pool id. */
  key: z.string(),
  /** The pod that a machine is on. */
  pod_id: z.nullable(z.int()),
})
export type Change = z.infer<typeof Change>

export const CheckProgress = z.object({ operation_id: z.string(), check: Check })
export type CheckProgress = z.infer<typeof CheckProgress>

export type StreamEvent =
  | { event: 'change'; data: Change }
  | { event: 'check'; data: CheckProgress }
  | { event: 'resync'; data: Record<string, never> }
