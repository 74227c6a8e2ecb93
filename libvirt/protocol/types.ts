import { transform, type Codec, type Infer } from '../xdr/codec.ts'
import { fixedOpaque, string as boundedString } from '../xdr/bytes.ts'
import { array, optional } from '../xdr/collections.ts'
import { anyHyper, anyUhyper, bool, double, int, uint } from '../xdr/numbers.ts'
import { struct, union } from '../xdr/struct.ts'
import { XdrError } from '../xdr/xdr-error.ts'
import { Limit } from './constants.ts'

/** remote_nonnull_string. */
export const string = boundedString(Limit.string)

/** remote_string. */
export const optionalString = optional(string)

/** An int that means yes or no. */
export const flag: Codec<boolean> = transform(int, {
  read: (wire) => wire !== 0,
  write: (value) => (value ? 1 : 0),
})

function formatUuid(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function parseUuid(text: string): Uint8Array {
  const hex = text.replaceAll('-', '')
  if (/^[0-9a-f]{32}$/i.test(hex)) return Buffer.from(hex, 'hex')
  throw new XdrError('bad_value', `"${text}" is not a UUID`)
}

/** 16 raw bytes; in TypeScript the usual lower-case text with hyphens. */
export const uuid: Codec<string> = transform(fixedOpaque(16), {
  read: formatUuid,
  write: parseUuid,
})

/** remote_nonnull_domain: name, uuid, id (-1 when shut off). The host looks at the uuid only. */
export const domain = struct({ name: string, uuid, id: int })
export type Domain = Infer<typeof domain>

/** remote_nonnull_network: name, uuid. */
export const network = struct({ name: string, uuid })
export type Network = Infer<typeof network>

/** remote_nonnull_storage_pool: name, uuid. */
export const storagePool = struct({ name: string, uuid })
export type StoragePool = Infer<typeof storagePool>

/** remote_nonnull_storage_vol: the pool's name, the volume's name, its key (often its path). */
export const storageVol = struct({ pool: string, name: string, key: string })
export type StorageVol = Infer<typeof storageVol>

/** remote_typed_param: a name, a type, a value of that type. 64-bit values are numbers when exact. */
export const typedParam = struct({
  field: string,
  value: union({
    int: [1, int],
    uint: [2, uint],
    llong: [3, anyHyper],
    ullong: [4, anyUhyper],
    double: [5, double],
    boolean: [6, bool],
    string: [7, string],
  }),
})
export type TypedParam = Infer<typeof typedParam>
export type TypedValue = TypedParam['value']['value']

/** Typed parameters by name, for reading: `values.get('balloon.current')`. */
export function paramValues(params: readonly TypedParam[]): ReadonlyMap<string, TypedValue> {
  return new Map(params.map(({ field, value }) => [field, value.value]))
}

/** A list and, once more, its length: how every LIST_ALL procedure answers. */
export function counted<T>(item: Codec<T>, max: number): Codec<readonly T[]> {
  return transform(struct({ items: array(item, max), count: uint }), {
    read: ({ items }) => items,
    write: (items) => ({ items, count: items.length }),
  })
}
