import { array } from '../xdr/collections.ts'
import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { onDomain, onDomainWithFlags } from './shapes.ts'
import { typedParam } from './typed-param.ts'
import { domain } from './types.ts'

/**
 * `(dom: domain) -> (type: int, timeElapsed, timeRemaining, dataTotal, dataProcessed,
 * dataRemaining, memTotal, memProcessed, memRemaining, fileTotal, fileProcessed, fileRemaining:
 * u64)`: of a save, dump or migration; ms and bytes. See DomainJobType: `none` when there is none.
 */
export const domainGetJobInfo = remote(
  'domainGetJobInfo',
  163,
  onDomain,
  struct({
    type: int,
    timeElapsed: safeUhyper,
    timeRemaining: safeUhyper,
    dataTotal: safeUhyper,
    dataProcessed: safeUhyper,
    dataRemaining: safeUhyper,
    memTotal: safeUhyper,
    memProcessed: safeUhyper,
    memRemaining: safeUhyper,
    fileTotal: safeUhyper,
    fileProcessed: safeUhyper,
    fileRemaining: safeUhyper,
  }),
)

/**
 * `(dom: domain, flags: u32) -> (type: int, params: param<64>)`, see DomainJobType and
 * DomainJobStatsFlag. More than domainGetJobInfo knows; names differ by kind of job.
 */
export const domainGetJobStats = remote(
  'domainGetJobStats',
  298,
  onDomainWithFlags,
  struct({ type: int, params: array(typedParam, Limit.jobStats) }),
)

/** `(dom: domain) -> ()`: gives it up; the caller of the job gets an error. */
export const domainAbortJob = remote('domainAbortJob', 164, onDomain, nothing)

/** `(dom: domain, flags: u32) -> ()`, see DomainAbortJobFlag. */
export const domainAbortJobFlags = remote('domainAbortJobFlags', 442, onDomainWithFlags, nothing)

/**
 * `(dom: domain, seconds: int, flags: u32) -> ()`: read the result from DomainStats.dirtyRate. See
 * DirtyRateFlag.
 */
export const domainStartDirtyRateCalc = remote(
  'domainStartDirtyRateCalc',
  427,
  struct({ dom: domain, seconds: int, flags: uint }),
  nothing,
)
