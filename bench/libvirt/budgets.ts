/** What the product must reach, as ratios ours / alternative in one run, on loopback. */
import type { Way } from './bench-host.ts'

export type Budget = { atMost: number; machines: number }

export const names = {
  ours: 'ours',
  bulk: 'C library, bulk',
  naive: 'C library, per domain',
  batch: 'virsh, one session',
  perCommand: 'virsh, per command',
  estimate: 'virsh, per command (estimate)',
} as const

/** Bulk calls are the best that can be done with the C library in one thread. */
const coldAgainstBulk: Record<Way, Budget> = {
  unix: { atMost: 0.65, machines: 500 },
  ssh: { atMost: 0.35, machines: 500 },
}

export function coldBudget(way: Way, alternative: string): Budget | undefined {
  if (alternative === names.bulk) return coldAgainstBulk[way]
  if (alternative === names.estimate && way === 'ssh') return { atMost: 0.001, machines: 500 }
  return undefined
}

export const eventBudgetMs = 10
