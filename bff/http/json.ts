declare global {
  interface JSON {
    /** A number written just so; ECMAScript's JSON.rawJSON, which the type library lacks. */
    rawJSON: (text: string) => unknown
  }
}

/** Keys whose numbers are floats to Python clients, who would read `1` as an int. */
const floatKeys = new Set(['cpu_over_commit_ratio', 'memory_over_commit_ratio', 'storage'])

/**
 * A response as text. Whole numbers of the float keys of the top object, or of the objects of the top list, are
 * written with a fraction: `1.0`.
 */
export function toJson(value: unknown, indent?: number): string {
  const marked = Array.isArray(value) ? value.map(markFloats) : markFloats(value)
  return JSON.stringify(marked, undefined, indent)
}

function markFloats(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  let marked: Record<string, unknown> | undefined
  for (const key of floatKeys) {
    const number: unknown = (value as Record<string, unknown>)[key]
    if (typeof number === 'number' && Number.isSafeInteger(number)) {
      marked ??= { ...value }
      marked[key] = JSON.rawJSON(`${number}.0`)
    }
  }
  return marked ?? value
}
