// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** virConnectListAllDomainsFlags. */
export const DomainListFlag = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutoff: 64,
  other: 128,
  managedSave: 256,
  noManagedSave: 512,
  autostart: 1024,
  noAutostart: 2048,
  hasSnapshot: 4096,
  noSnapshot: 1 << 13,
  hasCheckpoint: 1 << 14,
  noCheckpoint: 1 << 15,
} as const

/** virDomainStatsTypes: which groups connectGetAllDomainStats returns. */
export const DomainStats = {
  state: 1,
  cpuTotal: 2,
  balloon: 4,
  vcpu: 8,
  interface: 16,
  block: 32,
  perf: 64,
  iothread: 128,
  memory: 256,
  dirtyRate: 512,
  vm: 1024,
} as const

/** virConnectGetAllDomainStatsFlags. */
export const DomainStatsFlag = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutoff: 64,
  other: 128,
  nowait: 1 << 29,
  backing: 1 << 30,
  enforceStats: 2 ** 31,
} as const

/** virDomainState. */
export const DomainState = {
  noState: 0,
  running: 1,
  blocked: 2,
  paused: 3,
  shutdown: 4,
  shutoff: 5,
  crashed: 6,
  pmSuspended: 7,
} as const

/** virDomainXMLFlags. */
export const DomainXmlFlag = { secure: 1, inactive: 2, updateCpu: 4, migratable: 8 } as const

/** virDomainDefineFlags. */
export const DomainDefineFlag = { validate: 1 } as const

/** virDomainUndefineFlagsValues. */
export const DomainUndefineFlag = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
  tpm: 32,
  keepTpm: 64,
} as const

/** virDomainModificationImpact: which of a domain's two definitions a change is for. */
export const DomainAffect = { current: 0, live: 1, config: 2 } as const

/** virDomainMetadataType. */
export const DomainMetadata = { description: 0, title: 1, element: 2 } as const

/** virDomainMessageType. */
export const DomainMessage = { deprecation: 1, tainting: 2, ioerrors: 4 } as const

/** virDomainControlState. */
export const DomainControlState = { ok: 0, job: 1, occupied: 2, error: 3 } as const

/** virDomainInterfaceAddressesSource. */
export const InterfaceAddressSource = { lease: 0, agent: 1, arp: 2 } as const

/** virDomainDeviceModifyFlags. */
export const DomainDeviceModifyFlag = { current: 0, live: 1, config: 2, force: 4 } as const

/** virVcpuState. */
export const VcpuState = { offline: 0, running: 1, blocked: 2 } as const

/** virDomainMemoryStatTags. */
export const DomainMemoryStat = {
  swapIn: 0,
  swapOut: 1,
  majorFault: 2,
  minorFault: 3,
  unused: 4,
  available: 5,
  actualBalloon: 6,
  rss: 7,
  usable: 8,
  lastUpdate: 9,
  diskCaches: 10,
  hugetlbPgalloc: 11,
  hugetlbPgfail: 12,
} as const

/** virDomainMemoryModFlags and virDomainVcpuFlags: change the limit, not the present amount. */
export const DomainMaximum = 4

/** virDomainVcpuFlags beyond DomainAffect. */
export const DomainVcpu = { maximum: 4, guest: 8, hotpluggable: 16 } as const

/** virDomainConsoleFlags. */
export const DomainConsoleFlag = { force: 1, safe: 2 } as const

/** virDomainChannelFlags. */
export const DomainChannelFlag = { force: 1 } as const
