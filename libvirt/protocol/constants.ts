// Data: numbers of libvirt's public headers (include/libvirt/*.h) and of remote_protocol.x.

/** The local sockets to try, in this order: the monolithic daemon, then the modular one. */
export const SOCKET_PATHS = [
  '/var/run/libvirt/libvirt-sock',
  '/var/run/libvirt/virtqemud-sock',
] as const

/** Lengths a peer may send. Bytes for strings, items for lists. */
export const Limit = {
  string: 4 * 1024 * 1024,
  authTypes: 20,
  domains: 16_384,
  networks: 16_384,
  storagePools: 4_096,
  storageVolumes: 16_384,
  statsPerDomain: 4_096,
  memoryStats: 1_024,
  dhcpLeases: 65_536,
  interfaces: 2_048,
  addressesPerInterface: 2_048,
  tunables: 2_048,
} as const

export const AuthType = { none: 0, sasl: 1, polkit: 2 } as const

export const ConnectOpenFlag = { readOnly: 1 } as const

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

/** virDomainStatsTypes: which groups connectGetAllDomainStats returns. */
export const DomainStats = {
  state: 1,
  cpuTotal: 2,
  balloon: 4,
  vcpu: 8,
  interface: 16,
  block: 32,
} as const

/** virConnectGetAllDomainStatsFlags. */
export const DomainStatsFlag = {
  active: 1,
  inactive: 2,
  /** Leave out what would have to wait for a busy guest. */
  nowait: 1 << 29,
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
} as const

/** virDomainModificationImpact: which of a domain's two definitions a change is for. */
export const DomainAffect = { current: 0, live: 1, config: 2 } as const

/** virDomainMemoryModFlags and virDomainVcpuFlags: change the limit, not the present amount. */
export const DomainMaximum = 4

/** virDomainMetadataType. */
export const DomainMetadata = { description: 0, title: 1, element: 2 } as const

/** virDomainInterfaceAddressesSource. */
export const InterfaceAddressSource = { lease: 0, agent: 1, arp: 2 } as const

/** virDomainEventType: the `event` of domainEventLifecycle. */
export const DomainLifecycle = {
  defined: 0,
  undefined: 1,
  started: 2,
  suspended: 3,
  resumed: 4,
  stopped: 5,
  shutdown: 6,
  pmSuspended: 7,
  crashed: 8,
} as const

/** virStoragePoolState. */
export const StoragePoolState = {
  inactive: 0,
  building: 1,
  running: 2,
  degraded: 3,
  inaccessible: 4,
} as const

/** virStorageVolType. */
export const StorageVolType = {
  file: 0,
  block: 1,
  dir: 2,
  network: 3,
  netdir: 4,
  ploop: 5,
} as const

/** virStoragePoolEventLifecycleType: the `event` of storagePoolEventLifecycle. */
export const StoragePoolLifecycle = {
  defined: 0,
  undefined: 1,
  started: 2,
  stopped: 3,
  created: 4,
  deleted: 5,
} as const

/** virNetworkEventLifecycleType: the `event` of networkEventLifecycle. */
export const NetworkLifecycle = { defined: 0, undefined: 1, started: 2, stopped: 3 } as const

/** virConnectListAllNetworksFlags and virConnectListAllStoragePoolsFlags agree in these. */
export const ListFlag = { all: 0, inactive: 1, active: 2 } as const
