import { addedMs } from './delay.ts'
import type { BenchHost } from './bench-host.ts'
import type { CLibrary } from './c-library.ts'
import type { Figure } from './budgets.ts'
import type { Ours } from './ours.ts'

/** All that a part of the benchmark compares. */
export type Parties = {
  benchHost: BenchHost
  ours: Ours
  /** Undefined where it is not installed. */
  cLibrary: CLibrary | undefined
  runs: number
}

/** Measures, prints its tables, and returns what budgets judge. */
export type Part = (parties: Parties, machines: number) => Promise<Figure[]>

/**
 * How many round trips the difference between two times over SSH amounts to. Of the round trip as
 * measured, not as meant.
 */
export function effectiveTrips({ delay }: BenchHost, nearMs: number, farMs: number): number {
  const { with: late, without } = delay.roundTripMs
  return (farMs - nearMs) / (late.median - without.median)
}

export const far = `ssh+${addedMs}ms` as const
