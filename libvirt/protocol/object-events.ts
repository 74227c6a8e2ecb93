import { int } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { eventsOf } from './events.ts'
import { network, nodeDevice, optionalString, secret, storagePool } from './types.ts'

// Events of all that is not a domain. Volumes, interfaces and filters have none.

const networkEvent = eventsOf(network, 'connectNetworkEventRegisterAny', 313)
const storagePoolEvent = eventsOf(storagePool, 'connectStoragePoolEventRegisterAny', 368)
const nodeDeviceEvent = eventsOf(nodeDevice, 'connectNodeDeviceEventRegisterAny', 374)
const secretEvent = eventsOf(secret, 'connectSecretEventRegisterAny', 380)

/** `(callbackID: int, net: network, event, detail: int)`, see NetworkLifecycle. */
export const networkEventLifecycle = networkEvent(
  'networkEventLifecycle',
  0,
  315,
  struct({ callbackId: int, net: network, event: int, detail: int }),
)

/**
 * `(callbackID: int, net: network, type: int, nsuri: *string)`, see DomainMetadata: the values are
 * the same. Since libvirt 9.7.
 */
export const networkEventMetadataChange = networkEvent(
  'networkEventMetadataChange',
  1,
  446,
  struct({ callbackId: int, net: network, type: int, nsuri: optionalString }),
)

/** `(callbackID: int, pool: pool, event, detail: int)`, see StoragePoolLifecycle. */
export const storagePoolEventLifecycle = storagePoolEvent(
  'storagePoolEventLifecycle',
  0,
  370,
  struct({ callbackId: int, pool: storagePool, event: int, detail: int }),
)

/** `(callbackID: int, pool: pool)`: its volumes or its free space changed. */
export const storagePoolEventRefresh = storagePoolEvent(
  'storagePoolEventRefresh',
  1,
  373,
  struct({ callbackId: int, pool: storagePool }),
)

/** `(callbackID: int, dev: device, event, detail: int)`, see NodeDeviceLifecycle. */
export const nodeDeviceEventLifecycle = nodeDeviceEvent(
  'nodeDeviceEventLifecycle',
  0,
  376,
  struct({ callbackId: int, dev: nodeDevice, event: int, detail: int }),
)

/** `(callbackID: int, dev: device)`: its document changed. */
export const nodeDeviceEventUpdate = nodeDeviceEvent(
  'nodeDeviceEventUpdate',
  1,
  377,
  struct({ callbackId: int, dev: nodeDevice }),
)

/** `(callbackID: int, secret: secret, event, detail: int)`, see SecretLifecycle. */
export const secretEventLifecycle = secretEvent(
  'secretEventLifecycle',
  0,
  382,
  struct({ callbackId: int, secret, event: int, detail: int }),
)

/** `(callbackID: int, secret: secret)`. */
export const secretEventValueChanged = secretEvent(
  'secretEventValueChanged',
  1,
  383,
  struct({ callbackId: int, secret }),
)
