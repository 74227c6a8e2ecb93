import { transform, type Codec, type Infer } from './codec.ts'
import { int } from './numbers.ts'
import { XdrError } from './xdr-error.ts'

type Fields = Readonly<Record<string, Codec<unknown>>>
type Struct<F extends Fields> = { readonly [Name in keyof F]: Infer<F[Name]> }

/** Fields one after the other, in the order of their declaration. */
export function struct<F extends Fields>(fields: F): Codec<Struct<F>> {
  const entries = Object.entries(fields)
  return {
    write(writer, value) {
      for (const [name, field] of entries) field.write(writer, value[name])
    },
    read(reader) {
      const value: Record<string, unknown> = {}
      for (const [name, field] of entries) value[name] = field.read(reader)
      return value as Struct<F>
    },
  }
}

type Arms = Readonly<Record<string, readonly [tag: number, body: Codec<unknown>]>>
type Union<A extends Arms> = {
  [Name in keyof A]: { readonly type: Name; readonly value: Infer<A[Name][1]> }
}[keyof A]

/** A tag, then the body that belongs to it. An unknown tag is an error: its length is unknown too. */
export function union<A extends Arms>(arms: A): Codec<Union<A>> {
  const byTag = new Map(Object.entries(arms).map(([type, [tag, body]]) => [tag, { type, body }]))
  return {
    write(writer, { type, value }) {
      const arm = arms[type]
      if (!arm) throw new XdrError('bad_value', `no union arm is called ${String(type)}`)
      writer.int(arm[0])
      arm[1].write(writer, value)
    },
    read(reader) {
      const tag = reader.int()
      const arm = byTag.get(tag)
      if (!arm) throw new XdrError('bad_value', `${tag} is not a known union tag`)
      return { type: arm.type, value: arm.body.read(reader) } as Union<A>
    },
  }
}

/** A number out of a closed set. For sets that newer peers may extend, use `int`. */
export function enumeration<const V extends number>(values: Readonly<Record<string, V>>): Codec<V> {
  const known: ReadonlySet<number> = new Set(Object.values(values))
  function check(value: number): V {
    if (known.has(value)) return value as V
    throw new XdrError('bad_value', `${value} is not in the enumeration`)
  }
  return transform(int, { read: check, write: check })
}
