import type { Codec } from '../xdr/codec.ts'
import { array, optional } from '../xdr/collections.ts'
import { anyUhyper, int, nothing } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import type { EventMessage, Procedure } from '../rpc/procedure.ts'
import { Limit } from './constants.ts'
import { remote, remoteMessage } from './remote.ts'
import { domain, network, optionalString, storagePool, string, typedParam } from './types.ts'

/** A message together with how to ask the host for it. */
export interface LibvirtEvent<P> extends EventMessage<P> {
  /** virDomainEventID and the like: what to ask for. */
  readonly eventId: number
  readonly register: Procedure<{ readonly eventId: number; readonly only: object | null }, number>
  readonly deregister: Procedure<{ readonly callbackId: number }, void>
}

/** Events of one kind of object are asked for alike; `only` would narrow them to one object. */
function eventsOf<T extends object>(object: Codec<T>, registerName: string, register: number) {
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

const domainEvent = eventsOf(domain, 'connectDomainEventCallbackRegisterAny', 316)
const networkEvent = eventsOf(network, 'connectNetworkEventRegisterAny', 313)
const storagePoolEvent = eventsOf(storagePool, 'connectStoragePoolEventRegisterAny', 368)

const aboutDomain = { callbackId: int, dom: domain }

/** `(callbackID: int, dom, event: int, detail: int)`, see DomainLifecycle. */
export const domainEventLifecycle = domainEvent(
  'domainEventLifecycle',
  0,
  318,
  struct({ ...aboutDomain, event: int, detail: int }),
)

/** `(callbackID: int, dom)`. One reset sends two. */
export const domainEventReboot = domainEvent('domainEventReboot', 1, 319, struct(aboutDomain))

/** `(callbackID: int, dom, actual: u64)`: KiB. */
export const domainEventBalloonChange = domainEvent(
  'domainEventBalloonChange',
  13,
  331,
  struct({ ...aboutDomain, actual: anyUhyper }),
)

/** `(callbackID: int, dom, devAlias: string)`. */
export const domainEventDeviceRemoved = domainEvent(
  'domainEventDeviceRemoved',
  15,
  333,
  struct({ ...aboutDomain, devAlias: string }),
)

/** `(callbackID: int, dom, dst: string, type: int, status: int)`. */
export const domainEventBlockJob2 = domainEvent(
  'domainEventBlockJob2',
  16,
  339,
  struct({ ...aboutDomain, dst: string, type: int, status: int }),
)

/** `(callbackID: int, dom, params: param<2048>)`. */
export const domainEventTunable = domainEvent(
  'domainEventTunable',
  17,
  346,
  struct({ ...aboutDomain, params: array(typedParam, Limit.tunables) }),
)

/** `(callbackID: int, dom, state: int, reason: int)`: the guest agent came (1) or went (2). */
export const domainEventAgentLifecycle = domainEvent(
  'domainEventAgentLifecycle',
  18,
  348,
  struct({ ...aboutDomain, state: int, reason: int }),
)

/** `(callbackID: int, dom, devAlias: string)`. */
export const domainEventDeviceAdded = domainEvent(
  'domainEventDeviceAdded',
  19,
  354,
  struct({ ...aboutDomain, devAlias: string }),
)

/** `(callbackID: int, dom, type: int, nsuri: *string)`, see DomainMetadata. */
export const domainEventMetadataChange = domainEvent(
  'domainEventMetadataChange',
  23,
  379,
  struct({ ...aboutDomain, type: int, nsuri: optionalString }),
)

/** `(callbackID: int, net, event: int, detail: int)`, see NetworkLifecycle. */
export const networkEventLifecycle = networkEvent(
  'networkEventLifecycle',
  0,
  315,
  struct({ callbackId: int, net: network, event: int, detail: int }),
)

/** `(callbackID: int, pool, event: int, detail: int)`, see StoragePoolLifecycle. */
export const storagePoolEventLifecycle = storagePoolEvent(
  'storagePoolEventLifecycle',
  0,
  370,
  struct({ callbackId: int, pool: storagePool, event: int, detail: int }),
)

/** `(callbackID: int, pool)`: its volumes or its free space changed. */
export const storagePoolEventRefresh = storagePoolEvent(
  'storagePoolEventRefresh',
  1,
  373,
  struct({ callbackId: int, pool: storagePool }),
)
