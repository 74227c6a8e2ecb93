/** What can be wrong with XDR data. */
export type XdrErrorCode =
  /** The bytes end before the value does. */
  | 'truncated'
  /** The value ends before the bytes do. */
  | 'trailing_bytes'
  /** A string, opaque or array is longer than its declaration allows. */
  | 'too_long'
  /** Padding, a boolean, an enumeration or a union tag holds what it must not. */
  | 'bad_value'
  /** A value does not fit its type: when encoding always, when decoding for integers over 2^53. */
  | 'out_of_range'

/** Bytes that do not decode, or a value that cannot be encoded. The connection it came over is still in step. */
export class XdrError extends Error {
  override readonly name = 'XdrError'
  readonly code: XdrErrorCode

  constructor(code: XdrErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
