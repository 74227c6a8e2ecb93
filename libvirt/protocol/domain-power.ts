import { array } from '../xdr/collections.ts'
import { nothing, safeHyper, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomain, onDomainWithFlags } from './shapes.ts'
import { domain, string } from './types.ts'

/** `(dom: domain) -> ()`: starts it. */
export const domainCreate = remote('domainCreate', 9, onDomain, nothing)

/**
 * `(dom: domain, flags: u32) -> (dom: domain)`: starts it and answers with its new id; see
 * DomainCreateFlag.
 */
export const domainCreateWithFlags = remote('domainCreateWithFlags', 196, onDomainWithFlags, domain)

/**
 * `(xml_desc: string, flags: u32) -> (dom: domain)`: starts a domain that exists only while it
 * runs; see DomainCreateFlag.
 */
export const domainCreateXml = remote(
  'domainCreateXml',
  10,
  struct({ xmlDesc: string, flags: uint }),
  domain,
)

/** `(dom: domain) -> ()`: pulls the plug. */
export const domainDestroy = remote('domainDestroy', 12, onDomain, nothing)

/** `(dom: domain, flags: u32) -> ()`, see DomainDestroyFlag. */
export const domainDestroyFlags = remote('domainDestroyFlags', 234, onDomainWithFlags, nothing)

/** `(dom: domain) -> ()`: asks the guest to shut down; the answer comes before it has. */
export const domainShutdown = remote('domainShutdown', 33, onDomain, nothing)

/** `(dom: domain, flags: u32) -> ()`, see DomainShutdownFlag, which says how to ask. */
export const domainShutdownFlags = remote('domainShutdownFlags', 258, onDomainWithFlags, nothing)

/** `(dom: domain, flags: u32) -> ()`: asks the guest to reboot; see DomainShutdownFlag. */
export const domainReboot = remote('domainReboot', 27, onDomainWithFlags, nothing)

/** `(dom: domain, flags: u32) -> ()`: presses the reset button. */
export const domainReset = remote('domainReset', 245, onDomainWithFlags, nothing)

/** `(dom: domain) -> ()`: pauses it. */
export const domainSuspend = remote('domainSuspend', 34, onDomain, nothing)

/** `(dom: domain) -> ()`: ends the pause. */
export const domainResume = remote('domainResume', 28, onDomain, nothing)

/**
 * `(dom: domain, target: u32, duration: u64, flags: u32) -> ()`: has the guest put itself to sleep,
 * through its agent; see NodeSuspendTarget. QEMU wants a duration of 0.
 */
export const domainPmSuspendForDuration = remote(
  'domainPmSuspendForDuration',
  261,
  struct({ dom: domain, target: uint, duration: safeUhyper, flags: uint }),
  nothing,
)

/** `(dom: domain, flags: u32) -> ()`: wakes it from that sleep. */
export const domainPmWakeup = remote('domainPmWakeup', 267, onDomainWithFlags, nothing)

/**
 * `(dom: domain, type, action, flags: u32) -> ()`, see DomainLifecycleEvent and
 * DomainLifecycleAction; DomainAffect.
 */
export const domainSetLifecycleAction = remote(
  'domainSetLifecycleAction',
  390,
  struct({ dom: domain, type: uint, action: uint, flags: uint }),
  nothing,
)

/** `(dom: domain, flags: u32) -> ()`. */
export const domainInjectNmi = remote('domainInjectNmi', 210, onDomainWithFlags, nothing)

/**
 * `(dom: domain, codeset, holdtime: u32, keycodes: u32<16>, flags: u32) -> ()`: milliseconds held;
 * see KeycodeSet.
 */
export const domainSendKey = remote(
  'domainSendKey',
  226,
  struct({
    dom: domain,
    codeset: uint,
    holdtime: uint,
    keycodes: array(uint, Limit.keys),
    flags: uint,
  }),
  nothing,
)

/**
 * `(dom: domain, pid_value: i64, signum, flags: u32) -> ()`: to a process in the guest. Containers
 * only.
 */
export const domainSendProcessSignal = remote(
  'domainSendProcessSignal',
  295,
  struct({ dom: domain, pidValue: safeHyper, signum: uint, flags: uint }),
  nothing,
)
