import { transform, type Codec } from './codec.ts'
import { XdrError } from './xdr-error.ts'

/** Nothing at all: the arguments or the result of a procedure that has none. */
export const nothing: Codec<void> = { write: () => {}, read: () => {} }

/** 32 bits, signed. C's `char` and `short` travel like this too. */
export const int: Codec<number> = {
  write: (writer, value) => writer.int(value),
  read: (reader) => reader.int(),
}

/** 32 bits, unsigned. */
export const uint: Codec<number> = {
  write: (writer, value) => writer.uint(value),
  read: (reader) => reader.uint(),
}

/** 64 bits, signed. */
export const hyper: Codec<bigint> = {
  write: (writer, value) => writer.hyper(value),
  read: (reader) => reader.hyper(),
}

/** 64 bits, unsigned. */
export const uhyper: Codec<bigint> = {
  write: (writer, value) => writer.uhyper(value),
  read: (reader) => reader.uhyper(),
}

export const double: Codec<number> = {
  write: (writer, value) => writer.double(value),
  read: (reader) => reader.double(),
}

/** Four bytes, 0 or 1; anything else is an error. */
export const bool: Codec<boolean> = {
  write: (writer, value) => writer.uint(value ? 1 : 0),
  read(reader) {
    const value = reader.uint()
    if (value > 1) throw new XdrError('bad_value', `${value} is not a boolean`)
    return value === 1
  },
}

/** Two words as a number where that is exact. Rounding brings nothing larger back under 2^53. */
function joined(high: number, low: number): number | bigint {
  const value = high * 2 ** 32 + low
  return Number.isSafeInteger(value) ? value : (BigInt(high) << 32n) + BigInt(low)
}

function requireNumber(value: number | bigint): number {
  if (typeof value === 'number') return value
  throw new XdrError('out_of_range', `${value} is over 2^53`)
}

function toBigInt(value: number | bigint): bigint {
  if (typeof value === 'bigint') return value
  if (Number.isSafeInteger(value)) return BigInt(value)
  throw new XdrError('out_of_range', `${value} is not a safe integer`)
}

/** 64 unsigned bits where nothing is known about the size: a number when exact, else a bigint. */
export const anyUhyper: Codec<number | bigint> = {
  write: (writer, value) => writer.uhyper(toBigInt(value)),
  read: (reader) => joined(reader.uint(), reader.uint()),
}

/** 64 signed bits where nothing is known about the size: a number when exact, else a bigint. */
export const anyHyper: Codec<number | bigint> = {
  write: (writer, value) => writer.hyper(toBigInt(value)),
  read: (reader) => joined(reader.int(), reader.uint()),
}

const exact = { read: requireNumber, write: (value: number) => value }

/** 64 unsigned bits for quantities that never pass 2^53, such as bytes of storage (8 PiB). */
export const safeUhyper: Codec<number> = transform(anyUhyper, exact)

/** 64 signed bits for quantities that never pass 2^53. */
export const safeHyper: Codec<number> = transform(anyHyper, exact)
