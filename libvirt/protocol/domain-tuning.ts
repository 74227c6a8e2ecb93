import { array } from '../xdr/collections.ts'
import { anyUhyper, int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomain, onDomainWithFlags } from './shapes.ts'
import { typedParam } from './typed-param.ts'
import { domain, string } from './types.ts'

const upToParams = struct({ dom: domain, nparams: int, flags: uint })

/** `(dom: domain, memory: u64, flags: u32) -> ()`: KiB; see DomainAffect and DomainMaximum. */
export const domainSetMemoryFlags = remote(
  'domainSetMemoryFlags',
  204,
  struct({ dom: domain, memory: safeUhyper, flags: uint }),
  nothing,
)

/** `(dom: domain) -> (memory: u64)`: KiB. */
export const domainGetMaxMemory = remote('domainGetMaxMemory', 17, onDomain, safeUhyper)

/**
 * `(dom: domain, maxStats, flags: u32) -> (stats: (tag: int, val: u64)<1024>)`: KiB, as the guest's
 * balloon says; see DomainMemoryStat.
 */
export const domainMemoryStats = remote(
  'domainMemoryStats',
  159,
  struct({ dom: domain, maxStats: uint, flags: uint }),
  array(struct({ tag: int, val: anyUhyper }), Limit.balloonStats),
)

/**
 * `(dom: domain, period: int, flags: u32) -> ()`: how many seconds apart the balloon is asked; see
 * DomainAffect.
 */
export const domainSetMemoryStatsPeriod = remote(
  'domainSetMemoryStatsPeriod',
  308,
  struct({ dom: domain, period: int, flags: uint }),
  nothing,
)

/** `(dom: domain) -> (type: string, nparams: int)`: and how many parameters it has. */
export const domainGetSchedulerType = remote(
  'domainGetSchedulerType',
  56,
  onDomain,
  struct({ type: string, nparams: int }),
)

/**
 * `(dom: domain, nparams: int) -> (params: param<16>)`. Of the running one;
 * domainGetSchedulerParametersFlags can do more.
 */
export const domainGetSchedulerParameters = remote(
  'domainGetSchedulerParameters',
  57,
  struct({ dom: domain, nparams: int }),
  array(typedParam, Limit.schedulerParams),
)

/** `(dom: domain, params: param<16>) -> ()`. */
export const domainSetSchedulerParameters = remote(
  'domainSetSchedulerParameters',
  58,
  struct({ dom: domain, params: array(typedParam, Limit.schedulerParams) }),
  nothing,
)

/** `(dom: domain, nparams: int, flags: u32) -> (params: param<16>)`, see DomainAffect and TypedParamFlag. */
export const domainGetSchedulerParametersFlags = remote(
  'domainGetSchedulerParametersFlags',
  223,
  upToParams,
  array(typedParam, Limit.schedulerParams),
)

/**
 * `(dom: domain, params: param<16>, flags: u32) -> ()`: cpu_shares, vcpu_period, emulator_period
 * (ullong), vcpu_quota, emulator_quota (llong) and so on; see DomainAffect. The host checks the
 * types.
 */
export const domainSetSchedulerParametersFlags = remote(
  'domainSetSchedulerParametersFlags',
  219,
  struct({ dom: domain, params: array(typedParam, Limit.schedulerParams), flags: uint }),
  nothing,
)

/**
 * `(dom: domain, nparams: int, flags: u32) -> (params: param<16>, nparams: int)`: KiB; see
 * DomainAffect.
 */
export const domainGetMemoryParameters = remote(
  'domainGetMemoryParameters',
  198,
  upToParams,
  struct({ params: array(typedParam, Limit.memoryParams), nparams: int }),
)

/**
 * `(dom: domain, params: param<16>, flags: u32) -> ()`: hard_limit, soft_limit, swap_hard_limit
 * (ullong, KiB; 2^53 - 1 for none); see DomainAffect.
 */
export const domainSetMemoryParameters = remote(
  'domainSetMemoryParameters',
  197,
  struct({ dom: domain, params: array(typedParam, Limit.memoryParams), flags: uint }),
  nothing,
)

/**
 * `(dom: domain, nparams: int, flags: u32) -> (params: param<16>, nparams: int)`, see DomainAffect and TypedParamFlag.
 */
export const domainGetBlkioParameters = remote(
  'domainGetBlkioParameters',
  206,
  upToParams,
  struct({ params: array(typedParam, Limit.blkioParams), nparams: int }),
)

/**
 * `(dom: domain, params: param<16>, flags: u32) -> ()`: weight (uint), device_weight and others
 * (string: path,number,...); see DomainAffect.
 */
export const domainSetBlkioParameters = remote(
  'domainSetBlkioParameters',
  205,
  struct({ dom: domain, params: array(typedParam, Limit.blkioParams), flags: uint }),
  nothing,
)

/**
 * `(dom: domain, nparams: int, flags: u32) -> (params: param<16>, nparams: int)`, see DomainAffect and TypedParamFlag.
 */
export const domainGetNumaParameters = remote(
  'domainGetNumaParameters',
  255,
  upToParams,
  struct({ params: array(typedParam, Limit.numaParams), nparams: int }),
)

/**
 * `(dom: domain, params: param<16>, flags: u32) -> ()`: numa_mode (int), numa_nodeset (string); see
 * DomainAffect.
 */
export const domainSetNumaParameters = remote(
  'domainSetNumaParameters',
  254,
  struct({ dom: domain, params: array(typedParam, Limit.numaParams), flags: uint }),
  nothing,
)

/** `(dom: domain, flags: u32) -> (params: param<64>)`, see DomainAffect. */
export const domainGetPerfEvents = remote(
  'domainGetPerfEvents',
  365,
  onDomainWithFlags,
  array(typedParam, Limit.perfEvents),
)

/** `(dom: domain, params: param<64>, flags: u32) -> ()`, see DomainAffect. */
export const domainSetPerfEvents = remote(
  'domainSetPerfEvents',
  366,
  struct({ dom: domain, params: array(typedParam, Limit.perfEvents), flags: uint }),
  nothing,
)

/** `(dom: domain, flags: u32) -> (params: param<64>)`. */
export const domainGetLaunchSecurityInfo = remote(
  'domainGetLaunchSecurityInfo',
  396,
  onDomainWithFlags,
  array(typedParam, Limit.launchSecurityParams),
)

/** `(dom: domain, params: param<64>, flags: u32) -> ()`. */
export const domainSetLaunchSecurityState = remote(
  'domainSetLaunchSecurityState',
  439,
  struct({ dom: domain, params: array(typedParam, Limit.launchSecurityParams), flags: uint }),
  nothing,
)
