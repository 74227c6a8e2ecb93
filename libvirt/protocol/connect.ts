import { array } from '../xdr/collections.ts'
import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { listArgs, onlyFlags } from './shapes.ts'
import { typedParam } from './typed-param.ts'
import { counted, domain, flag, network, optionalString, storagePool, string } from './types.ts'

/**
 * `(name: *string, flags: u32) -> ()`, see ConnectOpenFlag. Nothing else may be sent before its
 * reply. A second one fails and also drops the connection to the hypervisor.
 */
export const connectOpen = remote(
  'connectOpen',
  1,
  struct({ name: optionalString, flags: uint }),
  nothing,
)

/** `() -> ()`. Without it the host logs an error when the socket closes. */
export const connectClose = remote('connectClose', 2, nothing, nothing)

/** `() -> (type: string)`: the driver, such as QEMU or TEST. */
export const connectGetType = remote('connectGetType', 3, nothing, string)

/** `() -> (hv_ver: u64)`: version of the hypervisor, 1 000 000 major + 1 000 minor + release. */
export const connectGetVersion = remote('connectGetVersion', 4, nothing, safeUhyper)

/** `() -> (lib_ver: u64)`: version of libvirt, 1 000 000 major + 1 000 minor + release. */
export const connectGetLibVersion = remote('connectGetLibVersion', 157, nothing, safeUhyper)

/** `() -> (hostname: string)`. */
export const connectGetHostname = remote('connectGetHostname', 59, nothing, string)

/** `() -> (uri: string)`: as the host itself would open it. */
export const connectGetUri = remote('connectGetUri', 110, nothing, string)

/** `() -> (secure: int)`: whether the host deems the way to it safe. */
export const connectIsSecure = remote('connectIsSecure', 149, nothing, flag)

/** `(feature: int) -> (supported: int)`, see ConnectFeature. */
export const connectSupportsFeature = remote(
  'connectSupportsFeature',
  60,
  struct({ feature: int }),
  flag,
)

/** `() -> (capabilities: string)`: XML. Can take seconds on a host whose /dev/kvm is broken. */
export const connectGetCapabilities = remote('connectGetCapabilities', 7, nothing, string)

/** `(emulatorbin, arch, machine, virttype: *string, flags: u32) -> (capabilities: string)`: XML. */
export const connectGetDomainCapabilities = remote(
  'connectGetDomainCapabilities',
  342,
  struct({
    emulatorbin: optionalString,
    arch: optionalString,
    machine: optionalString,
    virttype: optionalString,
    flags: uint,
  }),
  string,
)

/** `(flags: u32) -> (capabilities: string)`: XML. */
export const connectGetStoragePoolCapabilities = remote(
  'connectGetStoragePoolCapabilities',
  403,
  onlyFlags,
  string,
)

/** `(flags: u32) -> (sysinfo: string)`: XML of the host's SMBIOS. */
export const connectGetSysinfo = remote('connectGetSysinfo', 203, onlyFlags, string)

/**
 * `(type: string, srcSpec: *string, flags: u32) -> (xml: string)`: XML of what a pool of this type
 * could be made of.
 */
export const connectFindStoragePoolSources = remote(
  'connectFindStoragePoolSources',
  75,
  struct({ type: string, srcSpec: optionalString, flags: uint }),
  string,
)

/**
 * `(nativeFormat, nativeConfig: string, flags: u32) -> (domainXml: string)`: `nativeFormat` is
 * qemu-argv for QEMU.
 */
export const connectDomainXmlFromNative = remote(
  'connectDomainXmlFromNative',
  135,
  struct({ nativeFormat: string, nativeConfig: string, flags: uint }),
  string,
)

/**
 * `(nativeFormat, domainXml: string, flags: u32) -> (nativeConfig: string)`: the command line QEMU
 * would be started with.
 */
export const connectDomainXmlToNative = remote(
  'connectDomainXmlToNative',
  136,
  struct({ nativeFormat: string, domainXml: string, flags: uint }),
  string,
)

/** `(need_results: int, flags: u32) -> (domains: domain<16384>, ret: u32)`, see DomainListFlag. */
export const connectListAllDomains = remote(
  'connectListAllDomains',
  273,
  listArgs,
  counted(domain, Limit.domains),
)

/** `(need_results: int, flags: u32) -> (pools: pool<16384>, ret: u32)`, see StoragePoolListFlag. */
export const connectListAllStoragePools = remote(
  'connectListAllStoragePools',
  281,
  listArgs,
  counted(storagePool, Limit.storagePools),
)

/** `(need_results: int, flags: u32) -> (nets: network<16384>, ret: u32)`, see NetworkListFlag. */
export const connectListAllNetworks = remote(
  'connectListAllNetworks',
  283,
  listArgs,
  counted(network, Limit.networks),
)

/**
 * `(doms: domain<16384>, stats, flags: u32) -> (retStats: (dom: domain, params:
 * param<262144>)<16384>)`. No domains means all, shut-off ones included. See DomainStats and
 * DomainStatsFlag.
 */
export const connectGetAllDomainStats = remote(
  'connectGetAllDomainStats',
  344,
  struct({ doms: array(domain, Limit.domains), stats: uint, flags: uint }),
  array(struct({ dom: domain, params: array(typedParam, Limit.statsPerDomain) }), Limit.domains),
)
