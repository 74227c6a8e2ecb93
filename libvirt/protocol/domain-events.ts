import { array } from '../xdr/collections.ts'
import { anyUhyper, int, safeHyper, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { eventsOf } from './events.ts'
import { Limit } from './limits.ts'
import { typedParam } from './typed-param.ts'
import { domain, optionalString, string } from './types.ts'

const domainEvent = eventsOf(domain, 'connectDomainEventCallbackRegisterAny', 316)

const aboutDomain = { callbackId: int, dom: domain }
const sleepOrWake = struct({ callbackId: int, reason: int, dom: domain })
const address = struct({ family: int, node: string, service: string })

/** `(callbackID: int, dom: domain, event, detail: int)`, see DomainLifecycle. */
export const domainEventLifecycle = domainEvent(
  'domainEventLifecycle',
  0,
  318,
  struct({ ...aboutDomain, event: int, detail: int }),
)

/** `(callbackID: int, dom: domain)`. One reset sends two. */
export const domainEventReboot = domainEvent('domainEventReboot', 1, 319, struct(aboutDomain))

/**
 * `(callbackID: int, dom: domain, offset: i64)`: seconds from UTC or local time, whichever its
 * clock keeps.
 */
export const domainEventRtcChange = domainEvent(
  'domainEventRtcChange',
  2,
  320,
  struct({ ...aboutDomain, offset: safeHyper }),
)

/** `(callbackID: int, dom: domain, action: int)`, see WatchdogAction. */
export const domainEventWatchdog = domainEvent(
  'domainEventWatchdog',
  3,
  321,
  struct({ ...aboutDomain, action: int }),
)

/** `(callbackID: int, dom: domain, srcPath, devAlias: string, action: int)`, see IoErrorAction. */
export const domainEventIoError = domainEvent(
  'domainEventIoError',
  4,
  322,
  struct({ ...aboutDomain, srcPath: string, devAlias: string, action: int }),
)

/**
 * `(callbackID: int, dom: domain, phase: int, local, remote: (family: int, node, service: string),
 * authScheme: string, subject: (type, name: string)<20>)`: somebody looks at its screen, or no
 * longer does. See GraphicsPhase and GraphicsAddressType.
 */
export const domainEventGraphics = domainEvent(
  'domainEventGraphics',
  5,
  323,
  struct({
    ...aboutDomain,
    phase: int,
    local: address,
    remote: address,
    authScheme: string,
    subject: array(struct({ type: string, name: string }), Limit.graphicsIdentities),
  }),
)

/**
 * `(callbackID: int, dom: domain, srcPath, devAlias: string, action: int, reason: string)`, see
 * IoErrorAction; `reason` is enospc or empty.
 */
export const domainEventIoErrorReason = domainEvent(
  'domainEventIoErrorReason',
  6,
  324,
  struct({ ...aboutDomain, srcPath: string, devAlias: string, action: int, reason: string }),
)

/** `(callbackID: int, dom: domain)`: its monitor does not answer, or was lost. */
export const domainEventControlError = domainEvent(
  'domainEventControlError',
  7,
  325,
  struct(aboutDomain),
)

/**
 * `(callbackID: int, dom: domain, path: string, type, status: int)`: like domainEventBlockJob2, by
 * the path of its image.
 */
export const domainEventBlockJob = domainEvent(
  'domainEventBlockJob',
  8,
  326,
  struct({ ...aboutDomain, path: string, type: int, status: int }),
)

/**
 * `(callbackID: int, dom: domain, oldSrcPath, newSrcPath: *string, devAlias: string, reason: int)`,
 * see DiskChangeReason.
 */
export const domainEventDiskChange = domainEvent(
  'domainEventDiskChange',
  9,
  327,
  struct({
    ...aboutDomain,
    oldSrcPath: optionalString,
    newSrcPath: optionalString,
    devAlias: string,
    reason: int,
  }),
)

/** `(callbackID: int, dom: domain, devAlias: string, reason: int)`, see TrayChangeReason. */
export const domainEventTrayChange = domainEvent(
  'domainEventTrayChange',
  10,
  328,
  struct({ ...aboutDomain, devAlias: string, reason: int }),
)

/** `(callbackID, reason: int, dom: domain)`: the guest woke up. */
export const domainEventPmwakeup = domainEvent('domainEventPmwakeup', 11, 329, sleepOrWake)

/** `(callbackID, reason: int, dom: domain)`: the guest sleeps in its memory. */
export const domainEventPmsuspend = domainEvent('domainEventPmsuspend', 12, 330, sleepOrWake)

/** `(callbackID: int, dom: domain, actual: u64)`: KiB. */
export const domainEventBalloonChange = domainEvent(
  'domainEventBalloonChange',
  13,
  331,
  struct({ ...aboutDomain, actual: anyUhyper }),
)

/** `(callbackID, reason: int, dom: domain)`: the guest sleeps on its disk. */
export const domainEventPmsuspendDisk = domainEvent(
  'domainEventPmsuspendDisk',
  14,
  332,
  sleepOrWake,
)

/** `(callbackID: int, dom: domain, devAlias: string)`. */
export const domainEventDeviceRemoved = domainEvent(
  'domainEventDeviceRemoved',
  15,
  333,
  struct({ ...aboutDomain, devAlias: string }),
)

/**
 * `(callbackID: int, dom: domain, dst: string, type, status: int)`: a job of the disk `dst`, such
 * as vda; see DomainBlockJobType and DomainBlockJobStatus.
 */
export const domainEventBlockJob2 = domainEvent(
  'domainEventBlockJob2',
  16,
  339,
  struct({ ...aboutDomain, dst: string, type: int, status: int }),
)

/** `(callbackID: int, dom: domain, params: param<2048>)`. */
export const domainEventTunable = domainEvent(
  'domainEventTunable',
  17,
  346,
  struct({ ...aboutDomain, params: array(typedParam, Limit.tunables) }),
)

/**
 * `(callbackID: int, dom: domain, state, reason: int)`: the guest agent came or went; see
 * AgentLifecycleState and AgentLifecycleReason.
 */
export const domainEventAgentLifecycle = domainEvent(
  'domainEventAgentLifecycle',
  18,
  348,
  struct({ ...aboutDomain, state: int, reason: int }),
)

/** `(callbackID: int, dom: domain, devAlias: string)`. */
export const domainEventDeviceAdded = domainEvent(
  'domainEventDeviceAdded',
  19,
  354,
  struct({ ...aboutDomain, devAlias: string }),
)

/** `(callbackID: int, dom: domain, iteration: int)`. */
export const domainEventMigrationIteration = domainEvent(
  'domainEventMigrationIteration',
  20,
  359,
  struct({ ...aboutDomain, iteration: int }),
)

/**
 * `(callbackID: int, dom: domain, params: param<64>)`: as in domainGetJobStats, see
 * DomainJobOperation.
 */
export const domainEventJobCompleted = domainEvent(
  'domainEventJobCompleted',
  21,
  363,
  struct({ ...aboutDomain, params: array(typedParam, Limit.jobStats) }),
)

/** `(callbackID: int, dom: domain, devAlias: string)`: the guest did not let go. */
export const domainEventDeviceRemovalFailed = domainEvent(
  'domainEventDeviceRemovalFailed',
  22,
  367,
  struct({ ...aboutDomain, devAlias: string }),
)

/** `(callbackID: int, dom: domain, type: int, nsuri: *string)`, see DomainMetadata. */
export const domainEventMetadataChange = domainEvent(
  'domainEventMetadataChange',
  23,
  379,
  struct({ ...aboutDomain, type: int, nsuri: optionalString }),
)

/**
 * `(callbackID: int, dom: domain, dev: string, path: *string, threshold, excess: u64)`: bytes; see
 * domainSetBlockThreshold.
 */
export const domainEventBlockThreshold = domainEvent(
  'domainEventBlockThreshold',
  24,
  385,
  struct({
    ...aboutDomain,
    dev: string,
    path: optionalString,
    threshold: safeUhyper,
    excess: safeUhyper,
  }),
)

/**
 * `(callbackID: int, dom: domain, recipient, action: int, flags: u32)`, see MemoryFailureRecipient,
 * MemoryFailureAction and MemoryFailureFlag.
 */
export const domainEventMemoryFailure = domainEvent(
  'domainEventMemoryFailure',
  25,
  423,
  struct({ ...aboutDomain, recipient: int, action: int, flags: uint }),
)

/** `(callbackID: int, dom: domain, alias: string, size: u64)`: KiB. */
export const domainEventMemoryDeviceSizeChange = domainEvent(
  'domainEventMemoryDeviceSizeChange',
  26,
  438,
  struct({ ...aboutDomain, alias: string, size: safeUhyper }),
)

/**
 * `(callbackID: int, dom: domain, alias, oldMAC, newMAC: string)`: the guest changed it itself.
 * Since libvirt 11.2.
 */
export const domainEventNicMacChange = domainEvent(
  'domainEventNicMacChange',
  27,
  453,
  struct({ ...aboutDomain, alias: string, oldMac: string, newMac: string }),
)
