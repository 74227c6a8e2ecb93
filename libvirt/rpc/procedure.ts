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

/** Which way the data of a stream goes: from us to the host, from the host to us, or both. */
export type StreamDirection = 'send' | 'receive' | 'both'

/** A procedure whose call opens a stream. */
export interface StreamProcedure<Args, Result, D extends StreamDirection> extends Procedure<
  Args,
  Result
> {
  readonly direction: D
}

/** A message the server sends unasked, once asked for. */
export interface EventMessage<Payload> {
  readonly name: string
  readonly program: number
  readonly number: number
  readonly payload: Codec<Payload>
}
