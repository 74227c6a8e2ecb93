import { encode, type Codec, type Infer } from '../xdr/codec.ts'
import { enumeration, struct } from '../xdr/struct.ts'
import { int, uint } from '../xdr/numbers.ts'
import { createWriter } from '../xdr/writer.ts'

// Source: libvirt's src/rpc/virnetprotocol.x.

export const PacketType = {
  call: 0,
  reply: 1,
  /** An event: sent by the server unasked. */
  message: 2,
  stream: 3,
  callWithFds: 4,
  replyWithFds: 5,
  streamHole: 6,
} as const

export const PacketStatus = {
  ok: 0,
  error: 1,
  /** More packets of the same stream follow. */
  continue: 2,
} as const

/** The length word in front of every packet. It counts itself. */
export const LENGTH_BYTES = 4

/** Length word and header. */
export const HEADER_BYTES = LENGTH_BYTES + 24

/** The largest packet libvirt accepts since 1.2.19; a larger one costs the connection. */
export const MAX_PACKET_BYTES = 32 * 1024 * 1024 + LENGTH_BYTES

/** The four words that choose a procedure, the serial that joins reply to call, and the outcome. */
export const packetHeader = struct({
  program: uint,
  version: uint,
  procedure: int,
  type: enumeration(PacketType),
  serial: uint,
  status: enumeration(PacketStatus),
})

export type PacketHeader = Infer<typeof packetHeader>

/** A packet split off the byte stream: its header is checked, its payload not yet looked at. */
export interface Packet {
  readonly header: PacketHeader
  /** Header and payload without the length word. The payload starts at PAYLOAD_OFFSET. */
  readonly bytes: Buffer
}

/** Where the payload starts in `Packet.bytes`. */
export const PAYLOAD_OFFSET = HEADER_BYTES - LENGTH_BYTES

/**
 * One packet, ready to be written.
 *
 * @throws XdrError when the payload does not fit its declaration
 */
export function encodePacket<T>(header: PacketHeader, payload: Codec<T>, value: T): Buffer {
  const writer = createWriter()
  writer.uint(0)
  packetHeader.write(writer, header)
  payload.write(writer, value)
  const packet = writer.finish()
  packet.writeUInt32BE(packet.length)
  return packet
}

/** What comes before a payload of so many bytes. */
export function packetHead(header: PacketHeader, payloadBytes: number): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(HEADER_BYTES + payloadBytes)
  return Buffer.concat([length, encode(packetHeader, header)])
}

/** A packet whose payload is already encoded, or missing. */
export function packetOf(header: PacketHeader, payload: Uint8Array = Buffer.alloc(0)): Buffer {
  return Buffer.concat([packetHead(header, payload.length), payload])
}
