import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { remote } from './remote.ts'
import { storagePool, storageVol, string } from './types.ts'

const onVolWithFlags = struct({ vol: storageVol, flags: uint })
const onVol = struct({ vol: storageVol })

/** `(pool: pool, name: string) -> (vol: vol)`. */
export const storageVolLookupByName = remote(
  'storageVolLookupByName',
  95,
  struct({ pool: storagePool, name: string }),
  storageVol,
)

/** `(key: string) -> (vol: vol)`. */
export const storageVolLookupByKey = remote(
  'storageVolLookupByKey',
  96,
  struct({ key: string }),
  storageVol,
)

/** `(path: string) -> (vol: vol)`. */
export const storageVolLookupByPath = remote(
  'storageVolLookupByPath',
  97,
  struct({ path: string }),
  storageVol,
)

/** `(pool: pool, xml: string, flags: u32) -> (vol: vol)`, see StorageVolCreateFlag. */
export const storageVolCreateXml = remote(
  'storageVolCreateXml',
  93,
  struct({ pool: storagePool, xml: string, flags: uint }),
  storageVol,
)

/**
 * `(pool: pool, xml: string, clonevol: vol, flags: u32) -> (vol: vol)`: a clone; see
 * StorageVolCreateFlag.
 */
export const storageVolCreateXmlFrom = remote(
  'storageVolCreateXmlFrom',
  125,
  struct({ pool: storagePool, xml: string, clonevol: storageVol, flags: uint }),
  storageVol,
)

/** `(vol: vol, flags: u32) -> ()`, see StorageVolDeleteFlag. */
export const storageVolDelete = remote('storageVolDelete', 94, onVolWithFlags, nothing)

/** `(vol: vol, flags: u32) -> ()`: with zeros. */
export const storageVolWipe = remote('storageVolWipe', 165, onVolWithFlags, nothing)

/** `(vol: vol, algorithm, flags: u32) -> ()`, see StorageVolWipeAlgorithm. */
export const storageVolWipePattern = remote(
  'storageVolWipePattern',
  259,
  struct({ vol: storageVol, algorithm: uint, flags: uint }),
  nothing,
)

/** `(vol: vol) -> (type: char, capacity, allocation: u64)`: bytes; see StorageVolType. */
export const storageVolGetInfo = remote(
  'storageVolGetInfo',
  98,
  onVol,
  struct({ type: int, capacity: safeUhyper, allocation: safeUhyper }),
)

/**
 * `(vol: vol, flags: u32) -> (type: char, capacity, allocation: u64)`: bytes; see StorageVolType
 * and StorageVolInfoFlag.
 */
export const storageVolGetInfoFlags = remote(
  'storageVolGetInfoFlags',
  378,
  onVolWithFlags,
  struct({ type: int, capacity: safeUhyper, allocation: safeUhyper }),
)

/** `(vol: vol, flags: u32) -> (xml: string)`. */
export const storageVolGetXmlDesc = remote('storageVolGetXmlDesc', 99, onVolWithFlags, string)

/** `(vol: vol) -> (name: string)`. */
export const storageVolGetPath = remote('storageVolGetPath', 100, onVol, string)

/** `(vol: vol, capacity: u64, flags: u32) -> ()`: bytes; see StorageVolResizeFlag. */
export const storageVolResize = remote(
  'storageVolResize',
  260,
  struct({ vol: storageVol, capacity: safeUhyper, flags: uint }),
  nothing,
)
