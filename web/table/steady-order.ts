/**
 * Rows in the order in which they were seen, whatever order their values ask for by now. Those that came since
 * stand behind the one that they follow; those that went are gone.
 */
export function inSteadyOrder<Row>(
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  seen: readonly string[],
): Row[] {
  const known = new Set(seen)
  const byKey = new Map<string, Row>()
  const first: Row[] = []
  const followers = new Map<string, Row[]>()
  let newcomers = first
  for (const row of rows) {
    const key = rowKey(row)
    if (known.has(key)) {
      byKey.set(key, row)
      newcomers = []
      followers.set(key, newcomers)
    } else {
      newcomers.push(row)
    }
  }
  return seen.reduce((steady, key) => {
    const row = byKey.get(key)
    if (row !== undefined) steady.push(row, ...(followers.get(key) ?? []))
    return steady
  }, first)
}
