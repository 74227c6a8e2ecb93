/** Where a host is not as Podyard knows it, or not as it should be. */
import * as z from 'zod/mini'

export const driftKinds = [
  'machine_missing',
  'defined_twice',
  'disk_missing',
  'disk_shared',
  'mac_shared',
  'default_pool_missing',
  'pool_missing',
  'pool_inactive',
  'cores_over_limit',
  'memory_over_limit',
] as const

/** What a drift is about; the machine where it is one. */
export const DriftSubject = z.object({ name: z.string(), system_id: z.nullable(z.string()) })
export type DriftSubject = z.infer<typeof DriftSubject>

export const Drift = z.object({
  kind: z.enum(driftKinds),
  /** What is the case, in one sentence. */
  title: z.string(),
  /** What that means, and what to do. */
  meaning: z.string(),
  fix: z.string(),
  /** The first of them by name; the title says how many there are. */
  subjects: z.array(DriftSubject),
})
export type Drift = z.infer<typeof Drift>
