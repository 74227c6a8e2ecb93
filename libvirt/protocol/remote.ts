import type { Codec } from '../xdr/codec.ts'
import type { EventMessage, Procedure, StreamDirection, StreamProcedure } from '../rpc/procedure.ts'

// Source of every number and shape in this folder: libvirt's src/remote/remote_protocol.x.
// The protocol only ever grows, so what is declared here holds for every newer host.

export const REMOTE_PROGRAM = 0x2000_8086
export const REMOTE_VERSION = 1

/** Declares a procedure of the remote program. */
export function remote<A, R>(
  name: string,
  number: number,
  args: Codec<A>,
  result: Codec<R>,
): Procedure<A, R> {
  return { name, program: REMOTE_PROGRAM, version: REMOTE_VERSION, number, args, result }
}

/** Declares a procedure of the remote program whose call opens a stream. */
export function remoteStream<A, R, D extends StreamDirection>(
  name: string,
  number: number,
  direction: D,
  args: Codec<A>,
  result: Codec<R>,
): StreamProcedure<A, R, D> {
  return { ...remote(name, number, args, result), direction }
}

/** Declares a message of the remote program. */
export function remoteMessage<P>(name: string, number: number, payload: Codec<P>): EventMessage<P> {
  return { name, program: REMOTE_PROGRAM, number, payload }
}
