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

/** A chunk smaller than this is copied to where the next small ones fit as well. Bytes. */
const SMALL = 4_096

/**
 * Chunks are kept in a list and joined once per packet: a 2.5 MB reply arrives in 32 KB pieces, and
 * joining them one by one would copy it eighty times over. Small ones share a place, for each one
 * kept costs 200 bytes: a packet sent byte by byte must not fill the memory.
 */
export function createPacketSplitter(onPacket: (packet: Packet) => void): PacketSplitter {
  let pieces: Buffer[] = []
  /** Where small chunks are put, and how much of it is used. */
  let shared: Buffer | undefined
  let used = 0
  let held = 0
  let wanted = LENGTH_BYTES
  let readingLength = true

  function hold(bytes: Buffer): void {
    const isSmall = bytes.length < SMALL
    if (!isSmall || used + bytes.length > (shared?.length ?? 0)) seal()
    if (isSmall) {
      shared ??= Buffer.allocUnsafe(Math.min(wanted - held, SMALL))
      used += bytes.copy(shared, used)
    } else {
      pieces.push(bytes)
    }
    held += bytes.length
  }

  function seal(): void {
    if (shared) pieces.push(shared.subarray(0, used))
    shared = undefined
    used = 0
  }

  /** The wanted bytes, or undefined while these, now held, do not complete them. */
  function take(bytes: Buffer): Buffer | undefined {
    if (bytes.length === wanted) return bytes
    hold(bytes)
    if (held < wanted) return undefined
    seal()
    const whole = Buffer.concat(pieces, held)
    pieces = []
    held = 0
    return whole
  }

  function complete(bytes: Buffer): void {
    if (readingLength) {
      wanted = checkLength(bytes.readUInt32BE()) - LENGTH_BYTES
      readingLength = false
    } else {
      wanted = LENGTH_BYTES
      readingLength = true
      onPacket({ header: readHeader(bytes), bytes })
    }
  }

  return {
    get pendingBytes() {
      return held
    },
    push(chunk) {
      for (let at = 0; at < chunk.length;) {
        const end = Math.min(at + wanted - held, chunk.length)
        const bytes = take(chunk.subarray(at, end))
        at = end
        if (bytes) complete(bytes)
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
