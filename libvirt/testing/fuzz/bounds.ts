import { decode } from '../../xdr/codec.ts'
import { XdrError } from '../../xdr/xdr-error.ts'
import { createPacketSplitter } from '../../rpc/framing.ts'
import { LENGTH_BYTES, MAX_PACKET_BYTES } from '../../rpc/packet.ts'
import { codecs } from './declarations.ts'
import { ODD_WORDS } from './mutate.ts'
import { packetsOf, recordings } from './recordings.ts'
import type { FuzzTarget } from './target.ts'

const MiB = 1024 ** 2

/** Bytes in use, what is garbage already included. */
function inUse(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** What chunks that are no longer needed may take before they are collected. */
const GARBAGE = 64 * MiB

/** Splits one packet of the given size that comes in chunks of the given size. CPU milliseconds. */
function drip(size: number, chunkSize: number): number {
  const [head = Buffer.alloc(0)] = packetsOf(recordings.test)
  const packet = Buffer.alloc(size)
  head.copy(packet)
  packet.writeUInt32BE(size)
  let packets = 0
  const splitter = createPacketSplitter(() => (packets += 1))
  const before = inUse()
  const startedAt = process.threadCpuUsage()
  let grownBy = 0
  for (let at = 0; at < size; at += chunkSize) {
    if (at + chunkSize >= size) grownBy = inUse() - before
    // As from a socket, each with memory of its own.
    splitter.push(Buffer.from(packet.subarray(at, at + chunkSize)))
  }
  const { user, system } = process.threadCpuUsage(startedAt)
  if (packets !== 1) throw new Error(`${packets} packets`)
  if (grownBy > 2 * size + GARBAGE) throw new Error(`${grownBy} bytes to hold ${size}`)
  return (user + system) / 1_000
}

/** Four times the size in at most eight times the time, which four times the copying would break. */
function mustBeLinear(size: number, chunkSize: number): void {
  const best = (of: number) => Math.min(drip(of, chunkSize), drip(of, chunkSize))
  const [small, large] = [best(size / 4), best(size)]
  if (large > 8 * small + 50) {
    throw new Error(
      `${chunkSize} bytes at a time: ${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`,
    )
  }
}

const scenarios: Readonly<Record<string, () => void>> = {
  'a packet byte by byte': () => void drip(MiB, 1),
  'in chunks of 7 bytes': () => mustBeLinear(MiB, 7),
  'in chunks of 1 kB': () => mustBeLinear(16 * MiB, 1_024),
  'in chunks of 64 kB': () => mustBeLinear(MAX_PACKET_BYTES, 65_536),
  'the largest packet, announced only'() {
    const before = inUse()
    const splitters = Array.from({ length: 1_000 }, () => {
      const splitter = createPacketSplitter(() => {})
      const head = Buffer.alloc(LENGTH_BYTES + 1)
      head.writeUInt32BE(MAX_PACKET_BYTES)
      splitter.push(head)
      return splitter
    })
    const grownBy = inUse() - before
    const each = grownBy / splitters.length
    if (each > 16_384) throw new Error(`${each.toFixed(0)} bytes for one that came`)
  },
  'lengths and counts that nothing follows'() {
    const payload = Buffer.alloc(64)
    for (const { name, codec } of codecs) {
      const before = inUse()
      for (const word of ODD_WORDS) {
        for (let at = 0; at < payload.length; at += 4) payload.writeUInt32BE(word, at)
        try {
          decode(codec, payload)
        } catch (error) {
          if (!(error instanceof XdrError)) throw error
        }
      }
      const grownBy = inUse() - before
      if (grownBy > 4 * MiB) throw new Error(`${name} took ${grownBy} bytes for 64`)
    }
  },
}

const names = Object.keys(scenarios)

/** Memory and time follow what has really come, not what is claimed. An input is a scenario's number. */
export const bounds: FuzzTarget = {
  name: 'bounds',
  known: names.map((_, number) => () => Buffer.of(number)),
  make: (random) => Buffer.of(random.below(names.length)),
  run([number = 0]) {
    const name = names[number % names.length] ?? ''
    try {
      scenarios[name]?.()
    } catch (cause) {
      throw new Error(name, { cause })
    }
  },
}
