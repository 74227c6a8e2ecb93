/**
 * Calls take path variables and fields side by side. Where both have a name (a zone is found by its name and may be
 * given another), the bare name is the variable, and the field goes as `new_` and its name.
 */
import type { Endpoint } from './endpoint.ts'

type Fields = Record<string, unknown>

const prefix = 'new_'

/** The keys of `I` as they stand beside the variables `P`. */
export type Beside<P, I> = unknown extends I
  ? unknown
  : { [K in keyof I as K extends keyof P & string ? `${typeof prefix}${K}` : K]: I[K] }

/** What a caller or handler calls a field that is `name` in the body or query. */
export const flatName = ({ path }: Pick<Endpoint, 'path'>, name: string): string =>
  path.includes(`{${name}}`) ? prefix + name : name

/** The way back: what is sent for a key of the flat input. */
export function wireName(endpoint: Pick<Endpoint, 'path'>, flat: string): string {
  const name = flat.startsWith(prefix) ? flat.slice(prefix.length) : flat
  return flatName(endpoint, name) === flat ? name : flat
}

/** Both side by side. */
export const joinInput = (
  endpoint: Pick<Endpoint, 'path'>,
  variables: Fields = {},
  fields: Fields = {},
): Fields => ({
  ...Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [flatName(endpoint, name), value]),
  ),
  ...variables,
})
