// Data: numbers of libvirt's public headers (include/libvirt/*.h), under libvirt's own names.

/** virConnectListAllStoragePoolsFlags. */
export const StoragePoolListFlag = {
  inactive: 1,
  active: 2,
  persistent: 4,
  transient: 8,
  autostart: 16,
  noAutostart: 32,
  dir: 64,
  fs: 128,
  netfs: 256,
  logical: 512,
  disk: 1024,
  iscsi: 2048,
  scsi: 4096,
  mpath: 1 << 13,
  rbd: 1 << 14,
  sheepdog: 1 << 15,
  gluster: 1 << 16,
  zfs: 1 << 17,
  vstorage: 1 << 18,
  iscsiDirect: 1 << 19,
} as const

/** virStorageXMLFlags. */
export const StorageXmlFlag = { inactive: 1 } as const

/** virStoragePoolState. */
export const StoragePoolState = {
  inactive: 0,
  building: 1,
  running: 2,
  degraded: 3,
  inaccessible: 4,
} as const

/** virStoragePoolDefineFlags. */
export const StoragePoolDefineFlag = { validate: 1 } as const

/** virStoragePoolCreateFlags. */
export const StoragePoolCreateFlag = {
  normal: 0,
  withBuild: 1,
  withBuildOverwrite: 2,
  withBuildNoOverwrite: 4,
} as const

/** virStoragePoolBuildFlags. */
export const StoragePoolBuildFlag = {
  new: 0,
  repair: 1,
  resize: 2,
  noOverwrite: 4,
  overwrite: 8,
} as const

/** virStoragePoolDeleteFlags. */
export const StoragePoolDeleteFlag = { normal: 0, zeroed: 1 } as const

/** virStorageVolType. */
export const StorageVolType = {
  file: 0,
  block: 1,
  dir: 2,
  network: 3,
  netdir: 4,
  ploop: 5,
} as const

/** virStorageVolCreateFlags. */
export const StorageVolCreateFlag = { preallocMetadata: 1, reflink: 2, validate: 4 } as const

/** virStorageVolDeleteFlags. */
export const StorageVolDeleteFlag = { normal: 0, zeroed: 1, withSnapshots: 2 } as const

/** virStorageVolInfoFlags. */
export const StorageVolInfoFlag = { useAllocation: 0, getPhysical: 1 } as const

/** virStorageVolResizeFlags. */
export const StorageVolResizeFlag = { allocate: 1, delta: 2, shrink: 4 } as const

/** virStorageVolWipeAlgorithm. */
export const StorageVolWipeAlgorithm = {
  zero: 0,
  nnsa: 1,
  dod: 2,
  bsi: 3,
  gutmann: 4,
  schneier: 5,
  pfitzner7: 6,
  pfitzner33: 7,
  random: 8,
  trim: 9,
} as const
