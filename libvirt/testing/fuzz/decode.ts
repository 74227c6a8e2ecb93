import { inspect, isDeepStrictEqual } from 'node:util'
import { decode, encode } from '../../xdr/codec.ts'
import { XdrError } from '../../xdr/xdr-error.ts'
import { LibvirtError, remoteError } from '../../rpc/libvirt-error.ts'
import { codecs, type NamedCodec } from './declarations.ts'
import { mutate, ODD_WORDS } from './mutate.ts'
import { recordedPayloads } from './recordings.ts'
import type { FuzzTarget } from './target.ts'
import { makeValid } from './valid.ts'

/** An input is the number of a codec in two bytes, then what it shall decode. */
const inputFor = (codec: number, payload: Uint8Array) => {
  const head = Buffer.alloc(2)
  head.writeUInt16BE(codec)
  return Buffer.concat([head, payload])
}

const codecOf = (input: Buffer): NamedCodec => {
  const codec = codecs[(input.length < 2 ? 0 : input.readUInt16BE()) % codecs.length]
  if (!codec) throw new Error('there are no codecs')
  return codec
}

/** The result, or undefined for the one error there may be. */
function orXdrError<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof XdrError) return undefined
    throw error
  }
}

/** char[32] keeps 31 bytes of text, so not every text it reads fits when written. */
const isLossy = (name: string) => name === 'nodeGetInfo result'

const numbers = codecs.map((_, number) => number)

/** Everything declared decodes, or fails with XdrError; what decoded comes back the same. */
export const decoder: FuzzTarget = {
  name: 'decoder',
  known: [
    ...recordedPayloads.flatMap(({ codec, bytes }) =>
      truncationsOf(bytes).map((size) => () => inputFor(codec, bytes.subarray(0, size))),
    ),
    ...numbers.flatMap((codec) =>
      ODD_WORDS.map((word) => () => {
        const payload = Buffer.alloc(64)
        for (let at = 0; at < payload.length; at += 4) payload.writeUInt32BE(word, at)
        return inputFor(codec, payload)
      }),
    ),
  ],
  make(random) {
    const codec = random.pick(numbers)
    if (random.chance(0.1)) return inputFor(codec, random.bytes(random.below(256)))
    if (random.chance(0.4)) {
      const recorded = random.pick(recordedPayloads)
      return inputFor(recorded.codec, mutate(random, recorded.bytes))
    }
    const { bytes } = makeValid(random, codecOf(inputFor(codec, Buffer.alloc(0))).codec)
    return inputFor(codec, mutate(random, bytes))
  },
  run(input) {
    const { name, codec } = codecOf(input)
    const value = orXdrError(() => decode(codec, input, 2))
    if (value === undefined) return
    if (codec === remoteError) checkError(value as never)
    const again = orXdrError(() => encode(codec, value))
    if (!again || isLossy(name)) return
    mustEqual(decode(codec, again), value, name)
  },
}

/** Long documents are cut at every byte of their ends and at some in between. */
function truncationsOf({ length }: Buffer): number[] {
  const sizes = Array.from({ length }, (_, size) => size)
  return sizes.filter((size) => size < 600 || size > length - 64 || size % 61 === 0)
}

function checkError(wire: ConstructorParameters<typeof LibvirtError>[1]): void {
  const { message, code, level } = new LibvirtError('fuzzed', wire)
  const known = level === 'warning' || level === 'error'
  if (typeof message !== 'string' || !Number.isInteger(code) || !known) throw new Error('odd error')
}

function mustEqual(actual: unknown, expected: unknown, name: string): void {
  if (isDeepStrictEqual(actual, expected)) return
  throw new Error(`${name} came back as ${inspect(actual)}, was ${inspect(expected)}`)
}

/** A valid value of any declared type decodes to itself, from a multiple of four bytes. */
export const roundTrip: FuzzTarget = {
  name: 'round-trip',
  make(random) {
    const codec = random.pick(numbers)
    return inputFor(codec, makeValid(random, codecOf(inputFor(codec, Buffer.alloc(0))).codec).bytes)
  },
  run(input) {
    const { name, codec } = codecOf(input)
    const value = decode(codec, input, 2)
    const bytes = encode(codec, value)
    if (bytes.length % 4 !== 0) throw new Error(`${name} has ${bytes.length} bytes`)
    if (!isLossy(name)) mustEqual(decode(codec, bytes), value, name)
  },
}
