/** How finely how busy things were is kept, and for how long. Used by BFF and mocks alike. */
import type { MetricRange } from '../metrics.ts'

export type MetricTier = {
  range: MetricRange
  /** Seconds between two values; each is a whole multiple of the one before, of which it is averaged. */
  stepS: number
  /** How many there are in the range. */
  count: number
}

/** Between 240 and 360 values each: as many as a chart has room for. */
export const metricTiers = [
  { range: '1h', stepS: 15, count: 240 },
  { range: '24h', stepS: 300, count: 288 },
  { range: '7d', stepS: 1_800, count: 336 },
  { range: '30d', stepS: 7_200, count: 360 },
] as const satisfies readonly MetricTier[]

export const tierOf = (range: MetricRange): MetricTier =>
  metricTiers.find((tier) => tier.range === range) ?? metricTiers[0]

/** The start of the step that holds a time; both seconds since 1970. */
export const stepStart = (seconds: number, stepS: number): number =>
  Math.floor(seconds / stepS) * stepS

/** Starts of all steps of a range; the last is the newest that is over at `now`. Seconds since 1970. */
export function stepsOf({ stepS, count }: MetricTier, now: number): number[] {
  const end = stepStart(now, stepS)
  return Array.from({ length: count }, (_, index) => end - (count - index) * stepS)
}

/** Top consumers are told of the averages over so long. */
export const consumersWindowS = 300
