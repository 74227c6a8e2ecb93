import { XdrError } from './xdr-error.ts'

/** Appends primitive XDR values (RFC 4506) to a growing buffer. */
export interface XdrWriter {
  int(value: number): void
  uint(value: number): void
  hyper(value: bigint): void
  uhyper(value: bigint): void
  double(value: number): void
  /** Raw bytes and the zeros that fill them up to a multiple of four. */
  bytes(value: Uint8Array): void
  /** UTF-8 with its length in front. */
  text(value: string, maxBytes: number): void
  /** All that was written. The writer must not be used afterwards. */
  finish(): Buffer
}

/** Bytes from `length` up to the next multiple of four. */
export const paddingOf = (length: number): number => -length & 3

const INITIAL_BYTES = 128

export function createWriter(): XdrWriter {
  let buffer = Buffer.alloc(INITIAL_BYTES)
  let length = 0

  /** Makes room and returns where to write. */
  function reserve(size: number): number {
    const start = length
    length += size
    if (length > buffer.length) {
      const larger = Buffer.alloc(Math.max(length, buffer.length * 2))
      buffer.copy(larger, 0, 0, start)
      buffer = larger
    }
    return start
  }

  return {
    int(value) {
      requireRange(value, -0x8000_0000, 0x7fff_ffff)
      const start = reserve(4)
      buffer.writeInt32BE(value, start)
    },
    uint(value) {
      requireRange(value, 0, 0xffff_ffff)
      const start = reserve(4)
      buffer.writeUInt32BE(value, start)
    },
    hyper(value) {
      requireRange(value, -(2n ** 63n), 2n ** 63n - 1n)
      const start = reserve(8)
      buffer.writeBigInt64BE(value, start)
    },
    uhyper(value) {
      requireRange(value, 0n, 2n ** 64n - 1n)
      const start = reserve(8)
      buffer.writeBigUInt64BE(value, start)
    },
    double(value) {
      const start = reserve(8)
      buffer.writeDoubleBE(value, start)
    },
    bytes(value) {
      const start = reserve(value.length + paddingOf(value.length))
      buffer.set(value, start)
    },
    text(value, maxBytes) {
      const size = Buffer.byteLength(value)
      if (size > maxBytes) {
        throw new XdrError('too_long', `a string of ${size} bytes is over its limit of ${maxBytes}`)
      }
      const start = reserve(4 + size + paddingOf(size))
      buffer.writeUInt32BE(size, start)
      buffer.write(value, start + 4)
    },
    finish: () => buffer.subarray(0, length),
  }
}

function requireRange(value: number | bigint, min: number | bigint, max: number | bigint): void {
  const whole = typeof value === 'bigint' || Number.isInteger(value)
  if (!whole || value < min || value > max) {
    throw new XdrError('out_of_range', `${value} is not an integer between ${min} and ${max}`)
  }
}
