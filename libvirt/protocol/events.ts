import type { Codec } from '../xdr/codec.ts'
import { optional } from '../xdr/collections.ts'
import { int, nothing } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import type { EventMessage, Procedure } from '../rpc/procedure.ts'
import { remote, remoteMessage } from './remote.ts'

/** A message together with how to ask the host for it. */
export interface LibvirtEvent<P> extends EventMessage<P> {
  /** virDomainEventID and the like: what to ask for. */
  readonly eventId: number
  readonly register: Procedure<{ readonly eventId: number; readonly only: object | null }, number>
  readonly deregister: Procedure<{ readonly callbackId: number }, void>
}

/**
 * Events of one kind of object are asked for alike: `(eventID: int, object: *object) ->
 * (callbackID: int)`, where an object narrows them to that one, and `(callbackID: int) -> ()`.
 */
export function eventsOf<T extends object>(
  object: Codec<T>,
  registerName: string,
  register: number,
) {
  const family = {
    register: remote(registerName, register, struct({ eventId: int, only: optional(object) }), int),
    deregister: remote(
      registerName.replace('Register', 'Deregister'),
      register + 1,
      struct({ callbackId: int }),
      nothing,
    ),
  }
  return <P>(
    name: string,
    eventId: number,
    message: number,
    payload: Codec<P>,
  ): LibvirtEvent<P> => ({
    ...remoteMessage(name, message, payload),
    ...family,
    eventId,
  })
}
