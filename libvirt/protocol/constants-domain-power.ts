// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** virDomainCreateFlags. */
export const DomainCreateFlag = {
  none: 0,
  startPaused: 1,
  startAutodestroy: 2,
  startBypassCache: 4,
  startForceBoot: 8,
  startValidate: 16,
  startResetNvram: 32,
} as const

/** virDomainDestroyFlagsValues. */
export const DomainDestroyFlag = { default: 0, graceful: 1, removeLogs: 2 } as const

/** virDomainShutdownFlagValues: the ways to ask; the host picks one for 0. */
export const DomainShutdownFlag = {
  default: 0,
  acpiPowerBtn: 1,
  guestAgent: 2,
  initctl: 4,
  signal: 8,
  paravirt: 16,
} as const

/** virDomainLifecycle. */
export const DomainLifecycleEvent = { poweroff: 0, reboot: 1, crash: 2 } as const

/** virDomainLifecycleAction. */
export const DomainLifecycleAction = {
  destroy: 0,
  restart: 1,
  restartRename: 2,
  preserve: 3,
  coredumpDestroy: 4,
  coredumpRestart: 5,
} as const

/** virKeycodeSet. */
export const KeycodeSet = {
  linux: 0,
  xt: 1,
  atset1: 2,
  atset2: 3,
  atset3: 4,
  osx: 5,
  xtKbd: 6,
  usb: 7,
  win32: 8,
  qnum: 9,
} as const

/** virDomainSaveRestoreFlags. */
export const DomainSaveFlag = { bypassCache: 1, running: 2, paused: 4, resetNvram: 8 } as const

/** virDomainCoreDumpFlags. */
export const DomainCoreDumpFlag = {
  crash: 1,
  live: 2,
  bypassCache: 4,
  reset: 8,
  memoryOnly: 16,
} as const

/** virDomainCoreDumpFormat. */
export const DomainCoreDumpFormat = {
  raw: 0,
  kdumpZlib: 1,
  kdumpLzo: 2,
  kdumpSnappy: 3,
  winDmp: 4,
} as const

/** virDomainJobType. */
export const DomainJobType = {
  none: 0,
  bounded: 1,
  unbounded: 2,
  completed: 3,
  failed: 4,
  cancelled: 5,
} as const

/** virDomainJobOperation: `operation` of domainGetJobStats. */
export const DomainJobOperation = {
  unknown: 0,
  start: 1,
  save: 2,
  restore: 3,
  migrationIn: 4,
  migrationOut: 5,
  snapshot: 6,
  snapshotRevert: 7,
  dump: 8,
  backup: 9,
  snapshotDelete: 10,
} as const

/** virDomainGetJobStatsFlags. */
export const DomainJobStatsFlag = { completed: 1, keepCompleted: 2 } as const

/** virDomainAbortJobFlagsValues. */
export const DomainAbortJobFlag = { postcopy: 1 } as const

/** virDomainDirtyRateCalcFlags. */
export const DirtyRateFlag = { pageSampling: 0, dirtyBitmap: 1, dirtyRing: 2 } as const
