import { createReader, type XdrReader } from './reader.ts'
import { createWriter, type XdrWriter } from './writer.ts'

/** One XDR type in both directions. Codecs are plain values; larger ones are made of smaller ones. */
export interface Codec<T> {
  write(writer: XdrWriter, value: T): void
  read(reader: XdrReader): T
}

/** The TypeScript type a codec carries: `type Domain = Infer<typeof domain>`. */
export type Infer<C> = C extends Codec<infer T> ? T : never

export function encode<T>(codec: Codec<T>, value: T): Buffer {
  const writer = createWriter()
  codec.write(writer, value)
  return writer.finish()
}

/**
 * Decodes all of `buffer` from `start` on.
 *
 * @throws XdrError when the bytes are not exactly one value
 */
export function decode<T>(codec: Codec<T>, buffer: Buffer, start = 0): T {
  const reader = createReader(buffer, start)
  const value = codec.read(reader)
  reader.finish()
  return value
}

/** The same bytes under another type. */
export function transform<Wire, T>(
  codec: Codec<Wire>,
  convert: { read: (wire: Wire) => T; write: (value: T) => Wire },
): Codec<T> {
  return {
    write: (writer, value) => codec.write(writer, convert.write(value)),
    read: (reader) => convert.read(codec.read(reader)),
  }
}
