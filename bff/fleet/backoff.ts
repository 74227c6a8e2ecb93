const firstMs = 1_000
const longestMs = 60_000

/**
 * Milliseconds until the next try after so many failures in a row, from 1 s to 60 s. Half of it is left to chance
 * (0 to 1), so that hosts which went away together do not all come back in the same moment.
 */
export function backoffMs(failures: number, chance: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** failures)
  return Math.max(firstMs, Math.round(full / 2 + (full / 2) * chance))
}
