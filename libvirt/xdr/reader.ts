import { paddingOf } from './writer.ts'
import { XdrError } from './xdr-error.ts'

/** Takes primitive XDR values (RFC 4506) off the front of a buffer. Every method throws XdrError. */
export interface XdrReader {
  int(): number
  uint(): number
  hyper(): bigint
  uhyper(): bigint
  double(): number
  /** A view, not a copy, of the next `size` bytes; their padding is consumed and must be zero. */
  bytes(size: number): Buffer
  /** A length in front of bytes, at most `max`. */
  length(max: number): number
  /** How many items follow, at most `max` and at most what the remaining bytes could hold. */
  count(max: number): number
  /** Every decode ends here: bytes left over mean that both sides disagree about the format. */
  finish(): void
}

/** No XDR item takes less, so a count can be judged before anything is allocated for it. */
const SMALLEST_ITEM_BYTES = 4

export function createReader(buffer: Buffer, start = 0): XdrReader {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
  let offset = start

  function take(size: number): number {
    if (size > buffer.length - offset) {
      const left = buffer.length - offset
      throw new XdrError('truncated', `${size} bytes wanted at offset ${offset}, ${left} left`)
    }
    const at = offset
    offset += size
    return at
  }

  const uint = () => view.getUint32(take(4))

  function length(max: number): number {
    const size = uint()
    if (size > max)
      throw new XdrError('too_long', `a length of ${size} is over its limit of ${max}`)
    return size
  }

  return {
    uint,
    length,
    int: () => view.getInt32(take(4)),
    hyper: () => view.getBigInt64(take(8)),
    uhyper: () => view.getBigUint64(take(8)),
    double: () => view.getFloat64(take(8)),
    bytes(size) {
      const at = take(size)
      const end = take(paddingOf(size))
      for (let i = end; i < offset; i++) {
        if (buffer[i] !== 0) throw new XdrError('bad_value', `padding at offset ${i} is not zero`)
      }
      return buffer.subarray(at, at + size)
    },
    count(max) {
      const count = length(max)
      const left = buffer.length - offset
      if (count * SMALLEST_ITEM_BYTES > left) {
        throw new XdrError('truncated', `${count} items cannot fit into ${left} bytes`)
      }
      return count
    },
    finish() {
      const left = buffer.length - offset
      if (left > 0) throw new XdrError('trailing_bytes', `${left} bytes left after the last value`)
    },
  }
}
