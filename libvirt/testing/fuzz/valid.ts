import type { Codec } from '../../xdr/codec.ts'
import type { XdrReader } from '../../xdr/reader.ts'
import { createWriter, type XdrWriter } from '../../xdr/writer.ts'
import { XdrError } from '../../xdr/xdr-error.ts'
import { ODD_WORDS } from './mutate.ts'
import type { Random } from './random.ts'

export interface Valid {
  readonly bytes: Buffer
  readonly value: unknown
}

const MAX_ITEMS = 4
const MAX_TEXT = 12
const ATTEMPTS = 2_000

/**
 * A value of any type and its bytes. The codec reads from chance instead of from a packet, and what
 * it was told is written down: so no type has to be described a second time.
 */
export function makeValid(random: Random, codec: Codec<unknown>): Valid {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const writer = createWriter()
    try {
      const value = codec.read(inventing(random, writer))
      return { value, bytes: writer.finish() }
    } catch (error) {
      // An invented tag that does not exist, or a number over 2^53.
      if (!(error instanceof XdrError)) throw error
    }
  }
  throw new Error('no valid value was found')
}

/** Answers whatever it is asked, and writes the answer down. */
function inventing(random: Random, writer: XdrWriter): XdrReader {
  const word = () => {
    if (random.chance(0.8)) return random.below(8)
    return random.chance(0.5) ? random.pick(ODD_WORDS) : random.below(2 ** 32)
  }
  const wide = () =>
    (BigInt(random.chance(0.9) ? random.below(2 ** 21) : word()) << 32n) | BigInt(word())
  const size = (max: number, usual: number) => {
    const value = random.below(Math.min(max, usual) + 1)
    writer.uint(value)
    return value
  }

  return {
    int() {
      const value = word() | 0
      writer.int(value)
      return value
    },
    uint() {
      const value = word()
      writer.uint(value)
      return value
    },
    hyper() {
      const value = BigInt.asIntN(64, wide())
      writer.hyper(value)
      return value
    },
    uhyper() {
      const value = wide()
      writer.uhyper(value)
      return value
    },
    double() {
      const value = random.bytes(8).readDoubleBE()
      writer.double(value)
      return value
    },
    bytes(length) {
      // Text may be anything in UTF-8 but NUL; what is not text does not mind.
      const value = Buffer.alloc(length)
      for (let i = 0; i < length; i++) value[i] = 1 + random.below(127)
      writer.bytes(value)
      return value
    },
    length: (max) => size(max, MAX_TEXT),
    count: (max) => size(max, MAX_ITEMS),
    finish: () => {},
  }
}
