import { createPacketSplitter } from '../../rpc/framing.ts'
import { ProtocolError } from '../../rpc/errors.ts'
import { HEADER_BYTES, LENGTH_BYTES, MAX_PACKET_BYTES } from '../../rpc/packet.ts'
import { mutate, ODD_WORDS } from './mutate.ts'
import { createRandom, type Random } from './random.ts'
import { packetsOf, recordings } from './recordings.ts'
import type { FuzzTarget } from './target.ts'

/**
 * An input says in four bytes how the rest, a stream, is cut: 0 not at all, less than 2^31 once and
 * there, more at many places that follow from the number.
 */
const inputFor = (cut: number, stream: Uint8Array) => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(cut)
  return Buffer.concat([head, stream])
}
const MANY = 0x8000_0000

function cutsOf(cut: number, length: number): number[] {
  if (cut === 0) return []
  if (cut < MANY) return cut < length ? [cut] : []
  const random = createRandom(cut)
  const longest = 1 + random.below(2 ** random.below(12))
  const cuts: number[] = []
  for (let at = 1 + random.below(longest); at < length; at += 1 + random.below(longest))
    cuts.push(at)
  return cuts
}

interface Outcome {
  readonly packets: readonly Buffer[]
  readonly pending: number
  readonly refused: boolean
}

/** What a splitter must make of a stream, said once more and simply. */
function expected(stream: Buffer): Outcome {
  const packets: Buffer[] = []
  let at = 0
  while (stream.length - at >= LENGTH_BYTES) {
    const length = stream.readUInt32BE(at)
    if (length < HEADER_BYTES || length > MAX_PACKET_BYTES) break
    if (stream.length - at < length) return { packets, pending: stream.length - at, refused: false }
    if (stream.readUInt32BE(at + 16) > 6 || stream.readUInt32BE(at + 24) > 2) break
    packets.push(stream.subarray(at + LENGTH_BYTES, at + length))
    at += length
  }
  const refused = stream.length - at >= LENGTH_BYTES
  return { packets, pending: stream.length - at, refused }
}

function actual(stream: Buffer, cuts: readonly number[]): Outcome {
  const packets: Buffer[] = []
  const splitter = createPacketSplitter(({ bytes }) => packets.push(bytes))
  let refused = false
  let from = 0
  try {
    for (const to of [...cuts, stream.length]) {
      splitter.push(stream.subarray(from, to))
      from = to
    }
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error
    refused = true
  }
  return { packets, pending: splitter.pendingBytes, refused }
}

/** Every point next to the head of a packet, where something may go wrong. */
function pointsOf(recording: Buffer): number[] {
  let start = 0
  const points = new Set<number>()
  for (const packet of packetsOf(recording)) {
    for (let at = start; at < start + HEADER_BYTES + 4 && at <= recording.length; at++)
      points.add(at)
    start += packet.length
  }
  return [...points]
}

function makeStream(random: Random): Buffer {
  if (random.chance(0.1)) return random.bytes(random.below(200))
  const packets = packetsOf(random.pick([recordings.qemu, recordings.test]))
  const some = Array.from({ length: 1 + random.below(6) }, () => random.pick(packets))
  const whole = Buffer.concat(some)
  if (random.chance(0.2)) return whole
  const stream = mutate(random, whole)
  if (random.chance(0.3) && stream.length >= 4) stream.writeUInt32BE(random.pick(ODD_WORDS))
  return stream
}

/** However a stream is cut and whatever is in it, the packets are the same, and so is the error. */
export const framer: FuzzTarget = {
  name: 'framer',
  known: [
    ...pointsOf(recordings.qemu).map((at) => () => inputFor(at, recordings.qemu)),
    ...Array.from({ length: recordings.test.length }, (_, at) => [
      () => inputFor(at, recordings.test),
      () => inputFor(0, recordings.test.subarray(0, at)),
    ]).flat(),
    ...ODD_WORDS.map((word) => () => {
      const packet = Buffer.alloc(64)
      packet.writeUInt32BE(word)
      return inputFor(MANY + (word >>> 1), packet)
    }),
  ],
  make: (random) =>
    inputFor(random.chance(0.8) ? MANY + random.below(MANY) : 0, makeStream(random)),
  run(input) {
    if (input.length < 4) return
    const stream = input.subarray(4)
    const want = expected(stream)
    const got = actual(stream, cutsOf(input.readUInt32BE(), stream.length))
    if (got.refused !== want.refused) throw new Error(`refused: ${got.refused}`)
    const held = want.pending - got.pending
    if (!want.refused && (held < 0 || held > LENGTH_BYTES)) {
      throw new Error(`holds ${got.pending} bytes, not ${want.pending}`)
    }
    const same =
      got.packets.length === want.packets.length &&
      got.packets.every((packet, i) => want.packets[i]?.equals(packet))
    if (!same)
      throw new Error(`${got.packets.length} packets, not ${want.packets.length}, or others`)
  },
}
