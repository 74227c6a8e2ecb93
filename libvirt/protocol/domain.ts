import { array } from '../xdr/collections.ts'
import { anyUhyper, int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { byName, byUuid, onDomain, onDomainWithFlags, onlyXml, xmlWithFlags } from './shapes.ts'
import { characters, counted, domain, flag, optionalString, string } from './types.ts'

const withAutostart = struct({ dom: domain, autostart: flag })

/** `(id: int) -> (dom: domain)`. Only running domains have an id. */
export const domainLookupById = remote('domainLookupById', 22, struct({ id: int }), domain)

/** `(name: string) -> (dom: domain)`. */
export const domainLookupByName = remote('domainLookupByName', 23, byName, domain)

/** `(uuid: uuid) -> (dom: domain)`. */
export const domainLookupByUuid = remote('domainLookupByUuid', 24, byUuid, domain)

/** `(dom: domain, flags: u32) -> (xml: string)`, see DomainXmlFlag. */
export const domainGetXmlDesc = remote('domainGetXmlDesc', 14, onDomainWithFlags, string)

/**
 * `(dom: domain, flags: u32) -> (state, reason: int)`, see DomainState; the reason depends on the
 * state.
 */
export const domainGetState = remote(
  'domainGetState',
  212,
  onDomainWithFlags,
  struct({ state: int, reason: int }),
)

/**
 * `(dom: domain) -> (state: uchar, maxMem, memory: u64, nrVirtCpu: ushort, cpuTime: u64)`: KiB and
 * nanoseconds; see DomainState.
 */
export const domainGetInfo = remote(
  'domainGetInfo',
  16,
  onDomain,
  struct({
    state: int,
    maxMem: safeUhyper,
    memory: safeUhyper,
    nrVirtCpu: uint,
    cpuTime: anyUhyper,
  }),
)

/** `(dom: domain) -> (active: int)`. */
export const domainIsActive = remote('domainIsActive', 150, onDomain, flag)

/**
 * `(dom: domain) -> (persistent: int)`. False for one that was made by domainCreateXml: it is gone
 * when it stops.
 */
export const domainIsPersistent = remote('domainIsPersistent', 151, onDomain, flag)

/**
 * `(dom: domain) -> (updated: int)`. Whether the running one differs from its definition since it
 * started.
 */
export const domainIsUpdated = remote('domainIsUpdated', 202, onDomain, flag)

/** `(dom: domain) -> (type: string)`: hvm, as a rule. */
export const domainGetOsType = remote('domainGetOsType', 19, onDomain, string)

/** `(dom: domain) -> (autostart: int)`. */
export const domainGetAutostart = remote('domainGetAutostart', 15, onDomain, flag)

/** `(dom: domain, autostart: int) -> ()`. Emits no event. */
export const domainSetAutostart = remote('domainSetAutostart', 29, withAutostart, nothing)

/** `(dom: domain) -> (autostart: int)`: at the host's next boot only. Since libvirt 11.2. */
export const domainGetAutostartOnce = remote('domainGetAutostartOnce', 449, onDomain, flag)

/** `(dom: domain, autostart: int) -> ()`: at the host's next boot only. Since libvirt 11.2. */
export const domainSetAutostartOnce = remote('domainSetAutostartOnce', 450, withAutostart, nothing)

/** `(xml: string) -> (dom: domain)`: defines or redefines it. */
export const domainDefineXml = remote('domainDefineXml', 11, onlyXml, domain)

/** `(xml: string, flags: u32) -> (dom: domain)`, see DomainDefineFlag. */
export const domainDefineXmlFlags = remote('domainDefineXmlFlags', 350, xmlWithFlags, domain)

/** `(dom: domain) -> ()`. Fails where there is NVRAM, a managed save or a snapshot. */
export const domainUndefine = remote('domainUndefine', 35, onDomain, nothing)

/** `(dom: domain, flags: u32) -> ()`, see DomainUndefineFlag. */
export const domainUndefineFlags = remote('domainUndefineFlags', 231, onDomainWithFlags, nothing)

/**
 * `(dom: domain, new_name: *string, flags: u32) -> (retcode: int)`: shut-off domains only. QEMU
 * wants `newName` and no flags.
 */
export const domainRename = remote(
  'domainRename',
  358,
  struct({ dom: domain, newName: optionalString, flags: uint }),
  int,
)

/**
 * `(dom: domain, type: int, metadata, key, uri: *string, flags: u32) -> ()`, see DomainMetadata.
 * Without `metadata` it is removed; `key` (a prefix) and `uri` belong to elements only.
 */
export const domainSetMetadata = remote(
  'domainSetMetadata',
  264,
  struct({
    dom: domain,
    type: int,
    metadata: optionalString,
    key: optionalString,
    uri: optionalString,
    flags: uint,
  }),
  nothing,
)

/**
 * `(dom: domain, type: int, uri: *string, flags: u32) -> (metadata: string)`, see DomainMetadata.
 * VIR_ERR_NO_DOMAIN_METADATA when there is none.
 */
export const domainGetMetadata = remote(
  'domainGetMetadata',
  265,
  struct({ dom: domain, type: int, uri: optionalString, flags: uint }),
  string,
)

/**
 * `(dom: domain, flags: u32) -> (msgs: string<2048>)`: what libvirt deems wrong with it, in
 * English; see DomainMessage.
 */
export const domainGetMessages = remote(
  'domainGetMessages',
  426,
  onDomainWithFlags,
  array(string, Limit.messages),
)

/**
 * `(dom: domain, flags: u32) -> (state, details: u32, stateTime: u64)`: whether its monitor
 * answers, for how many ms not; see DomainControlState.
 */
export const domainGetControlInfo = remote(
  'domainGetControlInfo',
  229,
  onDomainWithFlags,
  struct({ state: uint, details: uint, stateTime: safeUhyper }),
)

/** `(dom: domain) -> (label: char<4097>, enforcing: int)`: of the running process. */
export const domainGetSecurityLabel = remote(
  'domainGetSecurityLabel',
  121,
  onDomain,
  struct({ label: characters(Limit.securityLabel), enforcing: flag }),
)

/** `(dom: domain) -> (labels: (label: char<4097>, enforcing: int)<64>, ret: int)`. */
export const domainGetSecurityLabelList = remote(
  'domainGetSecurityLabelList',
  278,
  onDomain,
  counted(
    struct({ label: characters(Limit.securityLabel), enforcing: flag }),
    Limit.securityLabels,
  ),
)
