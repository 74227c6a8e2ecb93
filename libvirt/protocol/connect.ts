import { array } from '../xdr/collections.ts'
import { nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './constants.ts'
import { remote } from './remote.ts'
import {
  counted,
  domain,
  flag,
  network,
  optionalString,
  storagePool,
  string,
  typedParam,
} from './types.ts'

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

/** What every LIST_ALL takes: with `needResults` false it only counts. */
const listArgs = struct({ needResults: flag, flags: uint })

/** `(need_results: int, flags: u32) -> (domains: domain<16384>, ret: u32)`. */
export const connectListAllDomains = remote(
  'connectListAllDomains',
  273,
  listArgs,
  counted(domain, Limit.domains),
)

/** `(need_results: int, flags: u32) -> (pools: pool<4096>, ret: u32)`, see ListFlag. */
export const connectListAllStoragePools = remote(
  'connectListAllStoragePools',
  281,
  listArgs,
  counted(storagePool, Limit.storagePools),
)

/** `(need_results: int, flags: u32) -> (nets: network<16384>, ret: u32)`, see ListFlag. */
export const connectListAllNetworks = remote(
  'connectListAllNetworks',
  283,
  listArgs,
  counted(network, Limit.networks),
)

/**
 * `(doms: domain<16384>, stats: u32, flags: u32) -> (retStats: (dom, params<4096>)<16384>)`.
 * No domains means all, shut-off ones included. See DomainStats and DomainStatsFlag.
 */
export const connectGetAllDomainStats = remote(
  'connectGetAllDomainStats',
  344,
  struct({ doms: array(domain, Limit.domains), stats: uint, flags: uint }),
  array(struct({ dom: domain, params: array(typedParam, Limit.statsPerDomain) }), Limit.domains),
)
