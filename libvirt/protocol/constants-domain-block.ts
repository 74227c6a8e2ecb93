// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** virDomainDiskErrorCode. */
export const DomainDiskError = { none: 0, unspec: 1, noSpace: 2 } as const

/** virDomainBlockResizeFlags. */
export const DomainBlockResizeFlag = { bytes: 1, capacity: 2 } as const

/** virDomainBlockJobType. */
export const DomainBlockJobType = {
  unknown: 0,
  pull: 1,
  copy: 2,
  commit: 3,
  activeCommit: 4,
  backup: 5,
} as const

/** virConnectDomainEventBlockJobStatus: the `status` of domainEventBlockJob2. */
export const DomainBlockJobStatus = { completed: 0, failed: 1, canceled: 2, ready: 3 } as const

/** virDomainBlockJobInfoFlags. */
export const DomainBlockJobInfoFlag = { bandwidthBytes: 1 } as const

/** virDomainBlockJobAbortFlags. */
export const DomainBlockJobAbortFlag = { async: 1, pivot: 2 } as const

/** virDomainBlockJobSetSpeedFlags. */
export const DomainBlockJobSetSpeedFlag = { bandwidthBytes: 1 } as const

/** virDomainBlockPullFlags. */
export const DomainBlockPullFlag = { bandwidthBytes: 64 } as const

/** virDomainBlockRebaseFlags. */
export const DomainBlockRebaseFlag = {
  shallow: 1,
  reuseExt: 2,
  copyRaw: 4,
  copy: 8,
  relative: 16,
  copyDev: 32,
  bandwidthBytes: 64,
} as const

/** virDomainBlockCopyFlags. */
export const DomainBlockCopyFlag = {
  shallow: 1,
  reuseExt: 2,
  transientJob: 4,
  synchronousWrites: 8,
} as const

/** virDomainBlockCommitFlags. */
export const DomainBlockCommitFlag = {
  shallow: 1,
  delete: 2,
  active: 4,
  relative: 8,
  bandwidthBytes: 16,
} as const
