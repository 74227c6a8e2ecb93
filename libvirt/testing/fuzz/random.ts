/** Chance that can be had again: all of it follows from two numbers. */
export interface Random {
  /** A whole number from 0 to `limit` - 1; `limit` is at most 2^32. */
  readonly below: (limit: number) => number
  readonly chance: (probability: number) => boolean
  readonly pick: <T>(from: readonly T[]) => T
  readonly bytes: (size: number) => Buffer
}

/** Chance for input `index` of the run `seed` (mulberry32, public domain). */
export function createRandom(seed: number, index = 0): Random {
  let state = Math.imul(seed ^ Math.imul(index + 1, 0x9e37_79b1), 0x85eb_ca6b)

  function next(): number {
    state = (state + 0x6d2b_79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }

  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit)
  return {
    below,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick(from) {
      if (from.length === 0) throw new RangeError('nothing to pick from')
      return from[below(from.length)] as (typeof from)[number]
    },
    bytes(size) {
      const bytes = Buffer.alloc(size)
      for (let i = 0; i < size; i++) bytes[i] = next() & 0xff
      return bytes
    },
  }
}
