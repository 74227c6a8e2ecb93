const letterPx = 6.4
const framePx = 14
const gapPx = 4
const restPx = 34

const widthOf = (name: string) => name.length * letterPx + framePx

/**
 * How many tags fit into some lines of a table cell, with room for "+2" where more follow. Reckoned from their
 * letters: to measure thousands of cells would cost more than it gains. One that is too long is cut, not left out.
 */
export function fittingTags(names: readonly string[], lines: number, linePx: number): number {
  let line = 1
  let used = 0
  for (const [index, name] of names.entries()) {
    const width = Math.min(widthOf(name), linePx)
    const more = index < names.length - 1
    if (used > 0 && used + gapPx + width > linePx) {
      if (line === lines) return index
      line += 1
      used = 0
    }
    const after = used + (used > 0 ? gapPx : 0) + width
    // The last line keeps room for the count, unless all the rest fits too.
    const rest = names.slice(index + 1).reduce((sum, each) => sum + gapPx + widthOf(each), 0)
    const countFits = line < lines || after + rest <= linePx || after + gapPx + restPx <= linePx
    if (more && !countFits) return used === 0 && index === 0 ? 1 : index
    used = after
  }
  return names.length
}
