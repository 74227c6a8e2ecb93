const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour

/** Younger than this nothing is said. */
export const freshForMs = 30 * second
/** Older than this it is greyed. */
export const staleAfterMs = 5 * minute

const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'} ago`

/** An age in words: "just now", "40 s ago", "2 min ago", "3 h ago", "5 days ago". */
export function ageInWords(ageMs: number): string {
  if (ageMs < freshForMs) return 'just now'
  if (ageMs < minute) return `${Math.floor(ageMs / second)} s ago`
  if (ageMs < hour) return `${Math.floor(ageMs / minute)} min ago`
  if (ageMs < day) return `${Math.floor(ageMs / hour)} h ago`
  return plural(Math.floor(ageMs / day), 'day')
}
