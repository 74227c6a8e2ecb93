import { array } from '../xdr/collections.ts'
import { int, nothing, safeHyper, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomainWithFlags } from './shapes.ts'
import { typedParam } from './typed-param.ts'
import { counted, domain, optionalString, string } from './types.ts'

const onMountPoints = struct({
  dom: domain,
  mountpoints: array(string, Limit.mountPoints),
  flags: uint,
})

/** `(dom: domain, types, flags: u32) -> (params: param<2048>)`, see DomainGuestInfo. */
export const domainGetGuestInfo = remote(
  'domainGetGuestInfo',
  418,
  struct({ dom: domain, types: uint, flags: uint }),
  array(typedParam, Limit.guestInfo),
)

/** `(dom: domain, flags: u32) -> (hostname: string)`, see DomainGetHostnameFlag. */
export const domainGetHostname = remote('domainGetHostname', 277, onDomainWithFlags, string)

/**
 * `(dom: domain, flags: u32) -> (seconds: i64, nseconds: u32)`: the guest's clock, seconds and
 * nanoseconds since 1970.
 */
export const domainGetTime = remote(
  'domainGetTime',
  337,
  onDomainWithFlags,
  struct({ seconds: safeHyper, nseconds: uint }),
)

/** `(dom: domain, seconds: i64, nseconds, flags: u32) -> ()`, see DomainSetTimeFlag. */
export const domainSetTime = remote(
  'domainSetTime',
  338,
  struct({ dom: domain, seconds: safeHyper, nseconds: uint, flags: uint }),
  nothing,
)

/** `(dom: domain, user, password: *string, flags: u32) -> ()`, see DomainSetUserPasswordFlag. */
export const domainSetUserPassword = remote(
  'domainSetUserPassword',
  357,
  struct({ dom: domain, user: optionalString, password: optionalString, flags: uint }),
  nothing,
)

/** `(dom: domain, user: string, flags: u32) -> (keys: string<2048>)`: lines of authorized_keys. */
export const domainAuthorizedSshKeysGet = remote(
  'domainAuthorizedSshKeysGet',
  424,
  struct({ dom: domain, user: string, flags: uint }),
  array(string, Limit.sshKeys),
)

/**
 * `(dom: domain, user: string, keys: string<2048>, flags: u32) -> ()`, see
 * DomainAuthorizedSshKeysFlag; without one they replace the others.
 */
export const domainAuthorizedSshKeysSet = remote(
  'domainAuthorizedSshKeysSet',
  425,
  struct({ dom: domain, user: string, keys: array(string, Limit.sshKeys), flags: uint }),
  nothing,
)

/** `(dom: domain, flags: u32) -> (params: param<64>)`. */
export const domainGetGuestVcpus = remote(
  'domainGetGuestVcpus',
  371,
  onDomainWithFlags,
  array(typedParam, Limit.guestVcpuParams),
)

/**
 * `(dom: domain, cpumap: string, state: int, flags: u32) -> ()`: `cpumap` is text such as 2-3; 1
 * wakes them, 0 puts them to sleep.
 */
export const domainSetGuestVcpus = remote(
  'domainSetGuestVcpus',
  372,
  struct({ dom: domain, cpumap: string, state: int, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, flags: u32) -> (info: (mountpoint, name, fstype: string, dev_aliases:
 * string<256>)<256>, ret: u32)`: the guest's mounted file systems and the disks they are on.
 */
export const domainGetFsinfo = remote(
  'domainGetFsinfo',
  349,
  onDomainWithFlags,
  counted(
    struct({
      mountpoint: string,
      name: string,
      fstype: string,
      devAliases: array(string, Limit.disksPerFileSystem),
    }),
    Limit.fileSystems,
  ),
)

/**
 * `(dom: domain, mountpoints: string<256>, flags: u32) -> (filesystems: int)`: none for all;
 * answers how many.
 */
export const domainFsfreeze = remote('domainFsfreeze', 335, onMountPoints, int)

/**
 * `(dom: domain, mountpoints: string<256>, flags: u32) -> (filesystems: int)`: none for all;
 * answers how many.
 */
export const domainFsthaw = remote('domainFsthaw', 336, onMountPoints, int)

/**
 * `(dom: domain, mountPoint: *string, minimum: u64, flags: u32) -> ()`: bytes; without `mountPoint`
 * all.
 */
export const domainFstrim = remote(
  'domainFstrim',
  294,
  struct({ dom: domain, mountPoint: optionalString, minimum: safeUhyper, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, timeout: int, flags: u32) -> (result: int)`: seconds, or see AgentResponseTimeout.
 */
export const domainAgentSetResponseTimeout = remote(
  'domainAgentSetResponseTimeout',
  420,
  struct({ dom: domain, timeout: int, flags: uint }),
  int,
)
