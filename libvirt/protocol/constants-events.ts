// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** virDomainEventType: the `event` of domainEventLifecycle. */
export const DomainLifecycle = {
  defined: 0,
  undefined: 1,
  started: 2,
  suspended: 3,
  resumed: 4,
  stopped: 5,
  shutdown: 6,
  pmSuspended: 7,
  crashed: 8,
} as const

/** virDomainEventDefinedDetailType: the `detail` of `defined`. */
export const DomainDefinedDetail = { added: 0, updated: 1, renamed: 2, fromSnapshot: 3 } as const

/** virDomainEventUndefinedDetailType: the `detail` of `undefined`. */
export const DomainUndefinedDetail = { removed: 0, renamed: 1 } as const

/** virDomainEventStartedDetailType: the `detail` of `started`. */
export const DomainStartedDetail = {
  booted: 0,
  migrated: 1,
  restored: 2,
  fromSnapshot: 3,
  wakeup: 4,
} as const

/** virDomainEventSuspendedDetailType: the `detail` of `suspended`. */
export const DomainSuspendedDetail = {
  paused: 0,
  migrated: 1,
  ioerror: 2,
  watchdog: 3,
  restored: 4,
  fromSnapshot: 5,
  apiError: 6,
  postcopy: 7,
  postcopyFailed: 8,
} as const

/** virDomainEventResumedDetailType: the `detail` of `resumed`. */
export const DomainResumedDetail = {
  unpaused: 0,
  migrated: 1,
  fromSnapshot: 2,
  postcopy: 3,
  postcopyFailed: 4,
} as const

/** virDomainEventStoppedDetailType: the `detail` of `stopped`. */
export const DomainStoppedDetail = {
  shutdown: 0,
  destroyed: 1,
  crashed: 2,
  migrated: 3,
  saved: 4,
  failed: 5,
  fromSnapshot: 6,
} as const

/** virDomainEventShutdownDetailType: the `detail` of `shutdown`. */
export const DomainShutdownDetail = { finished: 0, guest: 1, host: 2 } as const

/** virDomainEventCrashedDetailType: the `detail` of `crashed`. */
export const DomainCrashedDetail = { panicked: 0, crashloaded: 1 } as const

/** virDomainEventWatchdogAction. */
export const WatchdogAction = {
  none: 0,
  pause: 1,
  reset: 2,
  poweroff: 3,
  shutdown: 4,
  debug: 5,
  injectnmi: 6,
} as const

/** virDomainEventIOErrorAction. */
export const IoErrorAction = { none: 0, pause: 1, report: 2 } as const

/** virDomainEventGraphicsPhase. */
export const GraphicsPhase = { connect: 0, initialize: 1, disconnect: 2 } as const

/** virDomainEventGraphicsAddressType. */
export const GraphicsAddressType = { ipv4: 0, ipv6: 1, unix: 2 } as const

/** virConnectDomainEventDiskChangeReason. */
export const DiskChangeReason = { changeMissingOnStart: 0, dropMissingOnStart: 1 } as const

/** virDomainEventTrayChangeReason. */
export const TrayChangeReason = { open: 0, close: 1 } as const

/** virConnectDomainEventAgentLifecycleState. */
export const AgentLifecycleState = { connected: 1, disconnected: 2 } as const

/** virConnectDomainEventAgentLifecycleReason. */
export const AgentLifecycleReason = { unknown: 0, domainStarted: 1, channel: 2 } as const

/** virDomainMemoryFailureRecipientType. */
export const MemoryFailureRecipient = { hypervisor: 0, guest: 1 } as const

/** virDomainMemoryFailureActionType. */
export const MemoryFailureAction = { ignore: 0, inject: 1, fatal: 2, reset: 3 } as const

/** virDomainMemoryFailureFlags. */
export const MemoryFailureFlag = { actionRequired: 1, recursive: 2 } as const

/** virNetworkEventLifecycleType: the `event` of networkEventLifecycle. */
export const NetworkLifecycle = { defined: 0, undefined: 1, started: 2, stopped: 3 } as const

/** virStoragePoolEventLifecycleType: the `event` of storagePoolEventLifecycle. */
export const StoragePoolLifecycle = {
  defined: 0,
  undefined: 1,
  started: 2,
  stopped: 3,
  created: 4,
  deleted: 5,
} as const

/** virNodeDeviceEventLifecycleType: the `event` of nodeDeviceEventLifecycle. */
export const NodeDeviceLifecycle = { created: 0, deleted: 1, defined: 2, undefined: 3 } as const

/** virSecretEventLifecycleType: the `event` of secretEventLifecycle. */
export const SecretLifecycle = { defined: 0, undefined: 1 } as const
