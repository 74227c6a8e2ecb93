import type { Codec } from '../xdr/codec.ts'

/** A remote procedure as a value: all that is needed to call it, or to answer it. */
export interface Procedure<Args, Result> {
  /** libvirt's own name in camelCase: in error messages, logs and test faults. */
  readonly name: string
  readonly program: number
  readonly version: number
  readonly number: number
  readonly args: Codec<Args>
  readonly result: Codec<Result>
}

/** A message the server sends unasked, once asked for. */
export interface EventMessage<Payload> {
  readonly name: string
  readonly program: number
  readonly number: number
  readonly payload: Codec<Payload>
}
