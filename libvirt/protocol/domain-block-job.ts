import { array } from '../xdr/collections.ts'
import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { typedParam } from './typed-param.ts'
import { domain, flag, optionalString, string } from './types.ts'

const onDisk = struct({ dom: domain, path: string, flags: uint })
const onDiskWithBandwidth = struct({
  dom: domain,
  path: string,
  bandwidth: safeUhyper,
  flags: uint,
})

/**
 * `(dom: domain, path: string, flags: u32) -> (found, type: int, bandwidth, cur, end: u64)`:
 * `found` is false where there is none. See DomainBlockJobType; done when cur equals end, though
 * not before a mirror says so by its event.
 */
export const domainGetBlockJobInfo = remote(
  'domainGetBlockJobInfo',
  238,
  onDisk,
  struct({ found: flag, type: int, bandwidth: safeUhyper, cur: safeUhyper, end: safeUhyper }),
)

/**
 * `(dom: domain, path: string, flags: u32) -> ()`, see DomainBlockJobAbortFlag: to end, or to
 * switch over to, a copy.
 */
export const domainBlockJobAbort = remote('domainBlockJobAbort', 237, onDisk, nothing)

/**
 * `(dom: domain, path: string, bandwidth: u64, flags: u32) -> ()`: MiB/s, or see
 * DomainBlockJobSetSpeedFlag.
 */
export const domainBlockJobSetSpeed = remote(
  'domainBlockJobSetSpeed',
  239,
  onDiskWithBandwidth,
  nothing,
)

/**
 * `(dom: domain, path: string, bandwidth: u64, flags: u32) -> ()`: reads the backing files into the
 * top. MiB/s, 0 for no limit; see DomainBlockPullFlag.
 */
export const domainBlockPull = remote('domainBlockPull', 240, onDiskWithBandwidth, nothing)

/**
 * `(dom: domain, path: string, base: *string, bandwidth: u64, flags: u32) -> ()`: like
 * domainBlockPull down to `base`; see DomainBlockRebaseFlag.
 */
export const domainBlockRebase = remote(
  'domainBlockRebase',
  266,
  struct({ dom: domain, path: string, base: optionalString, bandwidth: safeUhyper, flags: uint }),
  nothing,
)

/**
 * `(dom: domain, path, destxml: string, params: param<16>, flags: u32) -> ()`: mirrors a disk to
 * `destxml`, `<disk>`, until it is aborted or switched to. Parameters: bandwidth (ullong, bytes/s),
 * granularity (uint, bytes), buf-size (ullong, bytes). See DomainBlockCopyFlag.
 */
export const domainBlockCopy = remote(
  'domainBlockCopy',
  345,
  struct({
    dom: domain,
    path: string,
    destxml: string,
    params: array(typedParam, Limit.blockCopyParams),
    flags: uint,
  }),
  nothing,
)

/**
 * `(dom: domain, disk: string, base, top: *string, bandwidth: u64, flags: u32) -> ()`: writes a
 * file down into its backing file. See DomainBlockCommitFlag.
 */
export const domainBlockCommit = remote(
  'domainBlockCommit',
  290,
  struct({
    dom: domain,
    disk: string,
    base: optionalString,
    top: optionalString,
    bandwidth: safeUhyper,
    flags: uint,
  }),
  nothing,
)
