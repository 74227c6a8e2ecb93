import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPacketSplitter } from './framing.ts'
import {
  LENGTH_BYTES,
  MAX_PACKET_BYTES,
  packetOf,
  PacketStatus,
  PacketType,
  type Packet,
} from './packet.ts'

const header = {
  program: 0x2000_8086,
  version: 1,
  procedure: 6,
  type: PacketType.reply,
  serial: 9,
  status: PacketStatus.ok,
} as const

const packetWith = (payload: Uint8Array, serial = 9) => packetOf({ ...header, serial }, payload)

/** What a splitter makes of the given chunks. */
function split(chunks: readonly Buffer[]): Packet[] {
  const packets: Packet[] = []
  const splitter = createPacketSplitter((packet) => packets.push(packet))
  for (const chunk of chunks) splitter.push(chunk)
  expect(splitter.pendingBytes).toBe(0)
  return packets
}

describe('createPacketSplitter', () => {
  it('reads header and payload', () => {
    const [packet] = split([packetWith(Buffer.from('beef', 'hex'))])
    expect(packet?.header).toEqual(header)
    expect(packet?.bytes.subarray(24).toString('hex')).toBe('beef')
  })

  it('splits at every point of three packets', () => {
    const stream = Buffer.concat([1, 2, 3].map((serial) => packetWith(Buffer.alloc(8), serial)))
    for (let at = 0; at <= stream.length; at++) {
      const packets = split([stream.subarray(0, at), stream.subarray(at)])
      expect(packets.map((packet) => packet.header.serial)).toEqual([1, 2, 3])
    }
  })

  it('gives the same packets however the stream is cut', () => {
    const payloads = fc.array(fc.uint8Array({ maxLength: 64 }), { minLength: 1, maxLength: 8 })
    const cuts = fc.array(fc.nat(), { maxLength: 20 })
    fc.assert(
      fc.property(payloads, cuts, (parts, where) => {
        const stream = Buffer.concat(parts.map((part, serial) => packetWith(part, serial)))
        const points = [...where.map((point) => point % stream.length), stream.length]
        points.sort((a, b) => a - b)
        const chunks = points.map((end, i) => stream.subarray(points[i - 1] ?? 0, end))
        const packets = split(chunks)
        expect(packets.map(({ bytes }) => bytes.toString('hex', 24))).toEqual(
          parts.map((part) => Buffer.from(part).toString('hex')),
        )
      }),
    )
  })

  it('joins a large packet once', () => {
    const payload = Buffer.alloc(8 * 1024 * 1024, 7)
    const stream = packetWith(payload)
    const chunks = Array.from({ length: Math.ceil(stream.length / 4_096) }, (_, i) =>
      stream.subarray(i * 4_096, (i + 1) * 4_096),
    )
    const start = performance.now()
    const [packet] = split(chunks)
    expect(packet?.bytes.subarray(24).equals(payload)).toBe(true)
    // Joining chunk by chunk would copy 8 GiB.
    expect(performance.now() - start).toBeLessThan(1_000)
  })

  it('holds little more than has arrived, however small the pieces and large the claim', () => {
    setFlagsFromString('--expose-gc')
    const inUse = () => {
      ;(runInNewContext('gc') as () => void)()
      const { heapUsed, external } = process.memoryUsage()
      return heapUsed + external
    }
    const stream = packetWith(Buffer.alloc(256 * 1024))
    stream.writeUInt32BE(MAX_PACKET_BYTES)
    const before = inUse()
    const splitter = createPacketSplitter(() => {})
    for (const byte of stream) splitter.push(Buffer.of(byte))
    expect(inUse() - before).toBeLessThan(10 * 1024 ** 2)
    expect(splitter.pendingBytes).toBe(stream.length - LENGTH_BYTES)
  })

  it.each([0, 4, 27, MAX_PACKET_BYTES + 1, 0xffff_ffff])('refuses a length of %i', (length) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(length)
    const splitter = createPacketSplitter(() => {})
    expect(() => splitter.push(bytes)).toThrow(expect.objectContaining({ name: 'ProtocolError' }))
  })

  it('refuses a header with an unknown type', () => {
    const packet = packetWith(Buffer.alloc(0))
    packet.writeUInt32BE(7, 16)
    expect(() => split([packet])).toThrow(expect.objectContaining({ name: 'ProtocolError' }))
  })
})
