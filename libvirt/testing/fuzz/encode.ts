import { decode, encode } from '../../xdr/codec.ts'
import { XdrError } from '../../xdr/xdr-error.ts'
import { codecs } from './declarations.ts'
import { createRandom, type Random } from './random.ts'
import type { FuzzTarget } from './target.ts'
import { makeValid } from './valid.ts'

const oddNumbers = [
  NaN,
  Infinity,
  -Infinity,
  -0,
  -1,
  0.5,
  1e-320,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 32,
  2 ** 53,
  2 ** 53 - 1,
  -(2 ** 53),
  1e21,
  Number.MAX_VALUE,
]
const oddBigInts = [-1n, 2n ** 63n, 2n ** 64n, -(2n ** 63n) - 1n, 2n ** 64n - 1n, 2n ** 5000n]
const oddTexts = [
  '',
  '\0',
  'a\0b',
  '\ud800',
  'x\udc00y',
  '\ud83d\ude00',
  '\ufeff',
  '\u202e',
  '\uffff',
  'not-a-uuid',
  '0'.repeat(32),
  'g'.repeat(32),
  '-'.repeat(36),
  '\x1b[31m',
  '日本'.repeat(99),
]
/** Over every limit on lengths; made once, as it is large. */
const tooLong = 'ü'.repeat(2 * 1024 ** 2 + 1)

/** Another value of the same JavaScript type, which types cannot rule out. */
function odd(random: Random, value: unknown): unknown {
  if (typeof value === 'number') return random.pick(oddNumbers)
  if (typeof value === 'bigint') return random.pick(oddBigInts)
  if (typeof value === 'string') return random.chance(0.01) ? tooLong : random.pick(oddTexts)
  if (value instanceof Uint8Array) return random.bytes(random.below(64))
  return value
}

/** A copy with about one odd leaf in three. */
function oddly(random: Random, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => oddly(random, item))
    return random.chance(0.01) && items.length > 0 ? Array(70_000).fill(items[0]) : items
  }
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) {
    return random.chance(0.3) ? odd(random, value) : value
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, oddly(random, field)]),
  )
}

/** Odd values are encoded as something that decodes, or refused with XdrError. */
export const encoder: FuzzTarget = {
  name: 'encoder',
  make: (random) => random.bytes(4),
  run(input) {
    const random = createRandom(input.readUInt32BE())
    const { name, codec } = random.pick(codecs)
    const value = oddly(random, makeValid(random, codec).value)
    let bytes: Buffer
    try {
      bytes = encode(codec, value)
    } catch (error) {
      if (error instanceof XdrError) return
      throw error
    }
    if (bytes.length % 4 !== 0) throw new Error(`${name} has ${bytes.length} bytes`)
    decode(codec, bytes)
  },
}
