import type { Codec } from './codec.ts'
import type { XdrReader } from './reader.ts'
import { XdrError } from './xdr-error.ts'

/** Up to `max` items behind their count. */
export function array<T>(item: Codec<T>, max: number): Codec<readonly T[]> {
  return {
    write(writer, values) {
      if (values.length > max) {
        throw new XdrError('too_long', `${values.length} items are over their limit of ${max}`)
      }
      writer.uint(values.length)
      for (const value of values) item.write(writer, value)
    },
    read: (reader) => readItems(reader, item, reader.count(max)),
  }
}

/** Exactly `size` items, without a count. */
export function fixedArray<T>(item: Codec<T>, size: number): Codec<readonly T[]> {
  return {
    write(writer, values) {
      if (values.length !== size) {
        throw new XdrError('out_of_range', `${values.length} items where ${size} belong`)
      }
      for (const value of values) item.write(writer, value)
    },
    read: (reader) => readItems(reader, item, size),
  }
}

/** A value or null. On the wire an array of at most one item. */
export function optional<T>(item: Codec<T>): Codec<T | null> {
  return {
    write(writer, value) {
      writer.uint(value === null ? 0 : 1)
      if (value !== null) item.write(writer, value)
    },
    read: (reader) => (reader.count(1) === 0 ? null : item.read(reader)),
  }
}

function readItems<T>(reader: XdrReader, item: Codec<T>, count: number): T[] {
  const items: T[] = []
  for (let i = 0; i < count; i++) items.push(item.read(reader))
  return items
}
