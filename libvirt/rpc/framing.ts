import { decode } from '../xdr/codec.ts'
import { ProtocolError } from './errors.ts'
import {
  HEADER_BYTES,
  LENGTH_BYTES,
  MAX_PACKET_BYTES,
  PAYLOAD_OFFSET,
  packetHeader,
  type Packet,
} from './packet.ts'

/** Cuts a byte stream into packets, however the stream itself was cut. */
export interface PacketSplitter {
  /**
   * Takes the next bytes and hands over every packet they complete.
   *
   * @throws ProtocolError when the stream cannot be split any further; do not push again
   */
  push(chunk: Buffer): void
  /** Bytes held of a packet that is not complete yet. */
  readonly pendingBytes: number
}

/**
 * Chunks are kept in a list and joined once per packet: a 2.5 MB reply arrives in 32 KB pieces,
 * and joining them one by one would copy it eighty times over.
 */
export function createPacketSplitter(onPacket: (packet: Packet) => void): PacketSplitter {
  let chunks: Buffer[] = []
  let held = 0
  let wanted = LENGTH_BYTES
  let readingLength = true

  /** Removes the first `wanted` bytes. Copies only what spans chunks. */
  function take(): Buffer {
    const joined = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, held)
    const rest = joined.subarray(wanted)
    chunks = rest.length > 0 ? [rest] : []
    held = rest.length
    return joined.subarray(0, wanted)
  }

  return {
    get pendingBytes() {
      return held
    },
    push(chunk) {
      if (chunk.length === 0) return
      chunks.push(chunk)
      held += chunk.length
      while (held >= wanted) {
        const bytes = take()
        if (readingLength) {
          wanted = checkLength(bytes.readUInt32BE()) - LENGTH_BYTES
        } else {
          wanted = LENGTH_BYTES
          onPacket({ header: readHeader(bytes), bytes })
        }
        readingLength = !readingLength
      }
    },
  }
}

/** Not always a multiple of four: the data of a stream travels without padding. */
function checkLength(length: number): number {
  if (length >= HEADER_BYTES && length <= MAX_PACKET_BYTES) return length
  throw new ProtocolError(
    `a packet length of ${length} is not between ${HEADER_BYTES} and ${MAX_PACKET_BYTES}`,
  )
}

function readHeader(bytes: Buffer) {
  try {
    return decode(packetHeader, bytes.subarray(0, PAYLOAD_OFFSET))
  } catch (cause) {
    throw new ProtocolError('a packet header makes no sense', { cause })
  }
}
