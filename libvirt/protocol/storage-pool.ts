import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './constants.ts'
import { remote } from './remote.ts'
import { counted, flag, storagePool, storageVol, string } from './types.ts'

const onPool = struct({ pool: storagePool })
const onPoolWithFlags = struct({ pool: storagePool, flags: uint })

/** `(name: string) -> (pool: pool)`. */
export const storagePoolLookupByName = remote(
  'storagePoolLookupByName',
  84,
  struct({ name: string }),
  storagePool,
)

/** `(pool: pool) -> (state: uchar, capacity, allocation, available: u64)`: bytes; StoragePoolState. */
export const storagePoolGetInfo = remote(
  'storagePoolGetInfo',
  87,
  onPool,
  struct({ state: int, capacity: safeUhyper, allocation: safeUhyper, available: safeUhyper }),
)

/** `(pool: pool, flags: u32) -> (xml: string)`. */
export const storagePoolGetXmlDesc = remote('storagePoolGetXmlDesc', 88, onPoolWithFlags, string)

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

/** `(pool: pool, need_results: int, flags: u32) -> (vols: vol<16384>, ret: u32)`. */
export const storagePoolListAllVolumes = remote(
  'storagePoolListAllVolumes',
  282,
  struct({ pool: storagePool, needResults: flag, flags: uint }),
  counted(storageVol, Limit.storageVolumes),
)

/** `(xml: string, flags: u32) -> (pool: pool)`. */
export const storagePoolDefineXml = remote(
  'storagePoolDefineXml',
  77,
  struct({ xml: string, flags: uint }),
  storagePool,
)

/** `(pool: pool, flags: u32) -> ()`: makes its folder, volume group or the like. */
export const storagePoolBuild = remote('storagePoolBuild', 79, onPoolWithFlags, nothing)

/** `(pool: pool, flags: u32) -> ()`: starts it. */
export const storagePoolCreate = remote('storagePoolCreate', 78, onPoolWithFlags, nothing)

/** `(pool: pool) -> ()`: stops it; its volumes stay. */
export const storagePoolDestroy = remote('storagePoolDestroy', 80, onPool, nothing)

/** `(pool: pool, flags: u32) -> ()`: removes its folder, volume group or the like. */
export const storagePoolDelete = remote('storagePoolDelete', 81, onPoolWithFlags, nothing)

/** `(pool: pool) -> ()`. */
export const storagePoolUndefine = remote('storagePoolUndefine', 82, onPool, nothing)
