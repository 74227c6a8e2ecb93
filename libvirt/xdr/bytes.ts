import type { Codec } from './codec.ts'
import { XdrError } from './xdr-error.ts'

/** Exactly `size` bytes. Decoded as a copy, so that it does not keep a whole message alive. */
export function fixedOpaque(size: number): Codec<Uint8Array> {
  return {
    write(writer, value) {
      if (value.length !== size) {
        throw new XdrError('out_of_range', `${value.length} bytes where ${size} belong`)
      }
      writer.bytes(value)
    },
    read: (reader) => new Uint8Array(reader.bytes(size)),
  }
}

/** Up to `max` bytes behind their length. Decoded as a copy. */
export function opaque(max: number): Codec<Uint8Array> {
  return {
    write(writer, value) {
      if (value.length > max) {
        throw new XdrError('too_long', `${value.length} bytes are over their limit of ${max}`)
      }
      writer.uint(value.length)
      writer.bytes(value)
    },
    read: (reader) => new Uint8Array(reader.bytes(reader.length(max))),
  }
}

/**
 * Up to `max` bytes of UTF-8 behind their length.
 *
 * Encoding refuses NUL: the C side would see a shorter string than the one that was checked here.
 * Decoding replaces what is not UTF-8, as one odd name must not hide a whole list.
 */
export function string(max: number): Codec<string> {
  return {
    write(writer, value) {
      if (value.includes('\0')) throw new XdrError('bad_value', 'a string must not contain NUL')
      writer.text(value, max)
    },
    read: (reader) => reader.bytes(reader.length(max)).toString('utf8'),
  }
}
