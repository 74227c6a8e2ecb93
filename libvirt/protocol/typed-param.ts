import type { Infer } from '../xdr/codec.ts'
import { anyHyper, anyUhyper, bool, double, int, uint } from '../xdr/numbers.ts'
import { struct, union } from '../xdr/struct.ts'
import { string } from './types.ts'

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

type Values = { [P in TypedParam['value'] as P['type']]: P['value'] }

const make =
  <T extends keyof Values>(type: T) =>
  (field: string, value: Values[T]): TypedParam =>
    ({ field, value: { type, value } }) as TypedParam

/**
 * Makes typed parameters: `param.ullong('cpu_shares', 2048)`. The host refuses a value of another
 * type than it expects with VIR_ERR_INVALID_ARG, and a name it does not know as well.
 */
export const param = {
  int: make('int'),
  uint: make('uint'),
  llong: make('llong'),
  ullong: make('ullong'),
  double: make('double'),
  boolean: make('boolean'),
  string: make('string'),
} as const

/** Typed parameters by name, for reading: `values.get('balloon.current')`. */
export function paramValues(params: readonly TypedParam[]): ReadonlyMap<string, TypedValue> {
  return new Map(params.map(({ field, value }) => [field, value.value]))
}
