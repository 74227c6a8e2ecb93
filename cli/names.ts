/** How the names that a server describes become words of a command line. */
import { handlerWord as wordOf } from '../contract/command-words.ts'

/** `PodsHandler` -> `pods`, `AnonVersionHandler` -> `version`. */
export const handlerWord = (name: string): string =>
  wordOf(name.replace(/Handler$/, '').replace(/^Anon(?=[A-Z])/, ''))

/** The known words that are nearest to a mistyped one, nearest first; empty where none is near. */
export function nearest(word: string, known: Iterable<string>): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3))
  return [...known]
    .map((candidate) => ({ candidate, steps: distance(word, candidate) }))
    .filter(({ candidate, steps }) => steps <= limit || candidate.startsWith(word))
    .sort((a, b) => a.steps - b.steps)
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** Levenshtein's: insertions, removals and replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced))
    }
    row = next
  }
  return row[b.length] ?? 0
}
