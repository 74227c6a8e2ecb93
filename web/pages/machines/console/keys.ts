export type Key = { keysym: number; shift: boolean }

/** What needs Shift on the keyboard that QEMU pretends to have unless told otherwise, the American one. */
const shifted = new Set('ABCDEFGHIJKLMNOPQRSTUVWXYZ~!@#$%^&*()_+{}|:"<>?')

/** X11's keysyms of what no character stands for. */
const named = new Map([
  ['\n', 0xff0d],
  ['\t', 0xff09],
])

/** The keys that write a text. */
export const keysOf = (text: string): Key[] =>
  Array.from(text.replaceAll(/\r\n?/g, '\n'), (character) => ({
    keysym: named.get(character) ?? keysymOf(character.codePointAt(0) ?? 0),
    shift: shifted.has(character),
  }))

/** Latin-1 is itself; the rest of Unicode has a range of its own (X11 protocol, appendix A). */
const keysymOf = (codePoint: number) => (codePoint < 0x100 ? codePoint : 0x100_0000 + codePoint)
