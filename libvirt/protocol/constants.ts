// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** The local sockets to try, in this order: the monolithic daemon, then the modular one. */
export const SOCKET_PATHS = [
  '/var/run/libvirt/libvirt-sock',
  '/var/run/libvirt/virtqemud-sock',
] as const

export const AuthType = { none: 0, sasl: 1, polkit: 2 } as const

/** virConnectFlags. */
export const ConnectOpenFlag = { readOnly: 1, noAliases: 2 } as const

/** Some of virDrvFeature: what a client may ask connectSupportsFeature for. */
export const ConnectFeature = {
  typedParamString: 9,
  programKeepalive: 10,
  remoteEventCallback: 14,
  networkUpdateHasCorrectOrder: 16,
} as const

/**
 * virTypedParameterFlags: without `stringOkay` among their flags, the procedures that get typed
 * parameters leave out those that are strings.
 */
export const TypedParamFlag = { stringOkay: 4 } as const

/** virConnectListAllInterfacesFlags; those of networks and pools have these as well. */
export const ListFlag = { all: 0, inactive: 1, active: 2 } as const

/** virCPUCompareResult. */
export const CpuCompare = { error: -1, incompatible: 0, identical: 1, superset: 2 } as const

/** virConnectCompareCPUFlags. */
export const CpuCompareFlag = { failIncompatible: 1, validateXml: 2 } as const

/** virConnectBaselineCPUFlags. */
export const BaselineCpuFlag = { expandFeatures: 1, migratable: 2 } as const

/** virNodeSuspendTarget. */
export const NodeSuspendTarget = { mem: 0, disk: 1, hybrid: 2 } as const

/** virNodeAllocPagesFlags. */
export const NodeAllocPagesFlag = { add: 0, set: 1 } as const

/** virConnectListAllNodeDeviceFlags. */
export const NodeDeviceListFlag = {
  capSystem: 1,
  capPciDev: 2,
  capUsbDev: 4,
  capUsbInterface: 8,
  capNet: 16,
  capScsiHost: 32,
  capScsiTarget: 64,
  capScsi: 128,
  capStorage: 256,
  capFcHost: 512,
  capVports: 1024,
  capScsiGeneric: 2048,
  capDrm: 4096,
  capMdevTypes: 1 << 13,
  capMdev: 1 << 14,
  capCcwDev: 1 << 15,
  capCssDev: 1 << 16,
  capVdpa: 1 << 17,
  capApCard: 1 << 18,
  capApQueue: 1 << 19,
  capApMatrix: 1 << 20,
  capVpd: 1 << 21,
  capCcwgroupDev: 1 << 22,
  capCcwgroupMember: 1 << 23,
  persistent: 1 << 28,
  transient: 1 << 29,
  inactive: 1 << 30,
  active: 2 ** 31,
} as const

/** virInterfaceXMLFlags. */
export const InterfaceXmlFlag = { inactive: 1 } as const

/** virNWFilterDefineFlags. */
export const NwfilterDefineFlag = { validate: 1 } as const

/** virNWFilterBindingCreateFlags. */
export const NwfilterBindingFlag = { validate: 1 } as const

/** virConnectListAllSecretsFlags. */
export const SecretListFlag = { ephemeral: 1, noEphemeral: 2, private: 4, noPrivate: 8 } as const

/** virSecretDefineFlags. */
export const SecretDefineFlag = { validate: 1 } as const

/** virSecretUsageType. */
export const SecretUsageType = { none: 0, volume: 1, ceph: 2, iscsi: 3, tls: 4, vtpm: 5 } as const
