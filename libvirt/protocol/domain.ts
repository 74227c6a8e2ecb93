import { array } from '../xdr/collections.ts'
import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './constants.ts'
import { remote } from './remote.ts'
import { domain, flag, optionalString, string, uuid } from './types.ts'

const onDomain = struct({ dom: domain })
const onDomainWithFlags = struct({ dom: domain, flags: uint })
const withXml = struct({ xml: string })

/** `(name: string) -> (dom: domain)`. */
export const domainLookupByName = remote('domainLookupByName', 23, struct({ name: string }), domain)

/** `(uuid: opaque[16]) -> (dom: domain)`. */
export const domainLookupByUuid = remote('domainLookupByUuid', 24, struct({ uuid }), domain)

/** `(dom: domain, flags: u32) -> (xml: string)`, see DomainXmlFlag. */
export const domainGetXmlDesc = remote('domainGetXmlDesc', 14, onDomainWithFlags, string)

/** `(dom: domain, flags: u32) -> (state: int, reason: int)`, see DomainState. */
export const domainGetState = remote(
  'domainGetState',
  212,
  onDomainWithFlags,
  struct({ state: int, reason: int }),
)

/** `(dom: domain) -> (autostart: int)`. */
export const domainGetAutostart = remote('domainGetAutostart', 15, onDomain, flag)

/** `(dom: domain, autostart: int) -> ()`. Emits no event. */
export const domainSetAutostart = remote(
  'domainSetAutostart',
  29,
  struct({ dom: domain, autostart: flag }),
  nothing,
)

/** `(dom: domain) -> ()`: starts it. */
export const domainCreate = remote('domainCreate', 9, onDomain, nothing)

/** `(dom: domain, flags: u32) -> (dom: domain)`: starts it and answers with its new id. */
export const domainCreateWithFlags = remote('domainCreateWithFlags', 196, onDomainWithFlags, domain)

/** `(dom: domain) -> ()`: pulls the plug. */
export const domainDestroy = remote('domainDestroy', 12, onDomain, nothing)

/** `(dom: domain) -> ()`: asks the guest to shut down; the answer comes before it has. */
export const domainShutdown = remote('domainShutdown', 33, onDomain, nothing)

/** `(dom: domain, flags: u32) -> ()`: asks the guest to reboot. */
export const domainReboot = remote('domainReboot', 27, onDomainWithFlags, nothing)

/** `(dom: domain, flags: u32) -> ()`: presses the reset button. */
export const domainReset = remote('domainReset', 245, onDomainWithFlags, nothing)

/** `(dom: domain) -> ()`: pauses it. */
export const domainSuspend = remote('domainSuspend', 34, onDomain, nothing)

/** `(dom: domain) -> ()`: ends the pause. */
export const domainResume = remote('domainResume', 28, onDomain, nothing)

/** `(xml: string) -> (dom: domain)`: defines or redefines it. */
export const domainDefineXml = remote('domainDefineXml', 11, withXml, domain)

/** `(xml: string, flags: u32) -> (dom: domain)`, see DomainDefineFlag. */
export const domainDefineXmlFlags = remote(
  'domainDefineXmlFlags',
  350,
  struct({ xml: string, flags: uint }),
  domain,
)

/** `(dom: domain) -> ()`. Fails where there is NVRAM, a managed save or a snapshot. */
export const domainUndefine = remote('domainUndefine', 35, onDomain, nothing)

/** `(dom: domain, flags: u32) -> ()`, see DomainUndefineFlag. */
export const domainUndefineFlags = remote('domainUndefineFlags', 231, onDomainWithFlags, nothing)

/** `(dom: domain, nvcpus: u32, flags: u32) -> ()`, see DomainAffect and DomainMaximum. */
export const domainSetVcpusFlags = remote(
  'domainSetVcpusFlags',
  199,
  struct({ dom: domain, nvcpus: uint, flags: uint }),
  nothing,
)

/** `(dom: domain, memory: u64, flags: u32) -> ()`: KiB; see DomainAffect and DomainMaximum. */
export const domainSetMemoryFlags = remote(
  'domainSetMemoryFlags',
  204,
  struct({ dom: domain, memory: safeUhyper, flags: uint }),
  nothing,
)

const deviceArgs = struct({ dom: domain, xml: string, flags: uint })

/** `(dom: domain, xml: string, flags: u32) -> ()`, see DomainAffect. */
export const domainAttachDeviceFlags = remote('domainAttachDeviceFlags', 160, deviceArgs, nothing)

/** `(dom: domain, xml: string, flags: u32) -> ()`. Done only when the guest lets go: an event. */
export const domainDetachDeviceFlags = remote('domainDetachDeviceFlags', 161, deviceArgs, nothing)

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

const address = struct({ type: int, addr: string, prefix: uint })

/**
 * `(dom: domain, source: u32, flags: u32) -> (ifaces: (name: string, hwaddr: *string,
 * addrs: (type: int, addr: string, prefix: u32)<2048>)<2048>)`, see InterfaceAddressSource.
 */
export const domainInterfaceAddresses = remote(
  'domainInterfaceAddresses',
  353,
  struct({ dom: domain, source: uint, flags: uint }),
  array(
    struct({
      name: string,
      hwaddr: optionalString,
      addrs: array(address, Limit.addressesPerInterface),
    }),
    Limit.interfaces,
  ),
)
