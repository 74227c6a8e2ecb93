export type Summary = { last: number; lowest: number; highest: number; average: number }

/** A series in four numbers; undefined where nothing was measured. The last is the newest that is known. */
export function summarize(values: readonly (number | null)[]): Summary | undefined {
  const known = values.filter((value) => value !== null)
  const last = known.at(-1)
  if (last === undefined) return undefined
  return {
    last,
    lowest: Math.min(...known),
    highest: Math.max(...known),
    average: known.reduce((sum, value) => sum + value, 0) / known.length,
  }
}
