import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { byName, byUuid, xmlWithFlags } from './shapes.ts'
import { counted, flag, storagePool, storageVol, string } from './types.ts'

const onPool = struct({ pool: storagePool })
const onPoolWithFlags = struct({ pool: storagePool, flags: uint })

/** `(name: string) -> (pool: pool)`. */
export const storagePoolLookupByName = remote('storagePoolLookupByName', 84, byName, storagePool)

/** `(uuid: uuid) -> (pool: pool)`. */
export const storagePoolLookupByUuid = remote('storagePoolLookupByUuid', 85, byUuid, storagePool)

/** `(vol: vol) -> (pool: pool)`. */
export const storagePoolLookupByVolume = remote(
  'storagePoolLookupByVolume',
  86,
  struct({ vol: storageVol }),
  storagePool,
)

/** `(path: string) -> (pool: pool)`. */
export const storagePoolLookupByTargetPath = remote(
  'storagePoolLookupByTargetPath',
  391,
  struct({ path: string }),
  storagePool,
)

/**
 * `(pool: pool) -> (state: uchar, capacity, allocation, available: u64)`: bytes; StoragePoolState.
 */
export const storagePoolGetInfo = remote(
  'storagePoolGetInfo',
  87,
  onPool,
  struct({ state: int, capacity: safeUhyper, allocation: safeUhyper, available: safeUhyper }),
)

/** `(pool: pool, flags: u32) -> (xml: string)`, see StorageXmlFlag. */
export const storagePoolGetXmlDesc = remote('storagePoolGetXmlDesc', 88, onPoolWithFlags, string)

/** `(pool: pool) -> (active: int)`. */
export const storagePoolIsActive = remote('storagePoolIsActive', 154, onPool, flag)

/** `(pool: pool) -> (persistent: int)`. */
export const storagePoolIsPersistent = remote('storagePoolIsPersistent', 155, onPool, flag)

/** `(pool: pool, flags: u32) -> ()`: reads its volumes anew. */
export const storagePoolRefresh = remote('storagePoolRefresh', 83, onPoolWithFlags, nothing)

/** `(pool: pool) -> (autostart: int)`. */
export const storagePoolGetAutostart = remote('storagePoolGetAutostart', 89, onPool, flag)

/** `(pool: pool, autostart: int) -> ()`. Emits no event. */
export const storagePoolSetAutostart = remote(
  'storagePoolSetAutostart',
  90,
  struct({ pool: storagePool, autostart: flag }),
  nothing,
)

/** `(pool: pool) -> (num: int)`. */
export const storagePoolNumOfVolumes = remote('storagePoolNumOfVolumes', 91, onPool, int)

/** `(pool: pool, need_results: int, flags: u32) -> (vols: vol<16384>, ret: u32)`. */
export const storagePoolListAllVolumes = remote(
  'storagePoolListAllVolumes',
  282,
  struct({ pool: storagePool, needResults: flag, flags: uint }),
  counted(storageVol, Limit.storageVolumes),
)

/** `(xml: string, flags: u32) -> (pool: pool)`, see StoragePoolDefineFlag. */
export const storagePoolDefineXml = remote('storagePoolDefineXml', 77, xmlWithFlags, storagePool)

/**
 * `(xml: string, flags: u32) -> (pool: pool)`: starts a pool that exists only while it is active;
 * see StoragePoolCreateFlag.
 */
export const storagePoolCreateXml = remote('storagePoolCreateXml', 76, xmlWithFlags, storagePool)

/**
 * `(pool: pool, flags: u32) -> ()`: makes its folder, volume group or the like; see
 * StoragePoolBuildFlag.
 */
export const storagePoolBuild = remote('storagePoolBuild', 79, onPoolWithFlags, nothing)

/** `(pool: pool, flags: u32) -> ()`: starts it; see StoragePoolCreateFlag. */
export const storagePoolCreate = remote('storagePoolCreate', 78, onPoolWithFlags, nothing)

/** `(pool: pool) -> ()`: stops it; its volumes stay. */
export const storagePoolDestroy = remote('storagePoolDestroy', 80, onPool, nothing)

/**
 * `(pool: pool, flags: u32) -> ()`: removes its folder, volume group or the like; see
 * StoragePoolDeleteFlag.
 */
export const storagePoolDelete = remote('storagePoolDelete', 81, onPoolWithFlags, nothing)

/** `(pool: pool) -> ()`. */
export const storagePoolUndefine = remote('storagePoolUndefine', 82, onPool, nothing)
