import { opaque } from '../xdr/bytes.ts'
import { array } from '../xdr/collections.ts'
import { int, nothing, safeHyper, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { typedParam } from './typed-param.ts'
import { domain, optionalString, string } from './types.ts'

/**
 * `(dom: domain, path: string) -> (rd_req, rd_bytes, wr_req, wr_bytes, errs: i64)`: of a running
 * domain; `path` is a target such as vda. -1 for what is not counted.
 */
export const domainBlockStats = remote(
  'domainBlockStats',
  64,
  struct({ dom: domain, path: string }),
  struct({
    rdReq: safeHyper,
    rdBytes: safeHyper,
    wrReq: safeHyper,
    wrBytes: safeHyper,
    errs: safeHyper,
  }),
)

/**
 * `(dom: domain, path: string, nparams: int, flags: u32) -> (params: param<16>, nparams: int)`:
 * nanoseconds besides. `nparams` 0 asks how many there are.
 */
export const domainBlockStatsFlags = remote(
  'domainBlockStatsFlags',
  243,
  struct({ dom: domain, path: string, nparams: int, flags: uint }),
  struct({ params: array(typedParam, Limit.blockStats), nparams: int }),
)

/**
 * `(dom: domain, path: string, flags: u32) -> (allocation, capacity, physical: u64)`: bytes; `path`
 * is a target such as vda.
 */
export const domainGetBlockInfo = remote(
  'domainGetBlockInfo',
  194,
  struct({ dom: domain, path: string, flags: uint }),
  struct({ allocation: safeUhyper, capacity: safeUhyper, physical: safeUhyper }),
)

/**
 * `(dom: domain, disk: string, size: u64, flags: u32) -> ()`: of a running domain; KiB, see
 * DomainBlockResizeFlag.
 */
export const domainBlockResize = remote(
  'domainBlockResize',
  251,
  struct({ dom: domain, disk: string, size: safeUhyper, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, path: string, offset: u64, size, flags: u32) -> (buffer: opaque<4194304>)`: at
 * most 4 MiB at once.
 */
export const domainBlockPeek = remote(
  'domainBlockPeek',
  103,
  struct({ dom: domain, path: string, offset: safeUhyper, size: uint, flags: uint }),
  opaque(Limit.peek),
)

/**
 * `(dom: domain, maxerrors, flags: u32) -> (errors: (disk: string, error: int)<256>, nerrors:
 * int)`, see DomainDiskError. `maxerrors` 0 asks for their number only.
 */
export const domainGetDiskErrors = remote(
  'domainGetDiskErrors',
  263,
  struct({ dom: domain, maxerrors: uint, flags: uint }),
  struct({ errors: array(struct({ disk: string, error: int }), Limit.diskErrors), nerrors: int }),
)

/**
 * `(dom: domain, dev: string, threshold: u64, flags: u32) -> ()`: `dev` is vda, or vda[2] for a
 * backing file. Once it is written past, domainEventBlockThreshold says so, once.
 */
export const domainSetBlockThreshold = remote(
  'domainSetBlockThreshold',
  386,
  struct({ dom: domain, dev: string, threshold: safeUhyper, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, disk: *string, nparams: int, flags: u32) -> (params: param<32>, nparams: int)`:
 * throttling; `nparams` 0 asks how many there are. See DomainAffect and TypedParamFlag.
 */
export const domainGetBlockIoTune = remote(
  'domainGetBlockIoTune',
  253,
  struct({ dom: domain, disk: optionalString, nparams: int, flags: uint }),
  struct({ params: array(typedParam, Limit.blockIoTuneParams), nparams: int }),
)

/**
 * `(dom: domain, disk: string, params: param<32>, flags: u32) -> ()`: total_bytes_sec,
 * read_iops_sec and so on (ullong), group_name (string); see DomainAffect.
 */
export const domainSetBlockIoTune = remote(
  'domainSetBlockIoTune',
  252,
  struct({
    dom: domain,
    disk: string,
    params: array(typedParam, Limit.blockIoTuneParams),
    flags: uint,
  }),
  nothing,
)

/**
 * `(dom: domain, group: string, params: param<32>, flags: u32) -> ()`: throttling shared by disks;
 * see DomainAffect. Since libvirt 11.2.
 */
export const domainSetThrottleGroup = remote(
  'domainSetThrottleGroup',
  451,
  struct({
    dom: domain,
    group: string,
    params: array(typedParam, Limit.blockIoTuneParams),
    flags: uint,
  }),
  nothing,
)

/** `(dom: domain, group: *string, flags: u32) -> ()`. Since libvirt 11.2. */
export const domainDelThrottleGroup = remote(
  'domainDelThrottleGroup',
  452,
  struct({ dom: domain, group: optionalString, flags: uint }),
  nothing,
)
