import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { remote } from './remote.ts'
import { storagePool, storageVol, string } from './types.ts'

// No change to a volume emits an event: refresh what you know after each of these.

const onVolWithFlags = struct({ vol: storageVol, flags: uint })

/** `(pool: pool, name: string) -> (vol: vol)`. */
export const storageVolLookupByName = remote(
  'storageVolLookupByName',
  95,
  struct({ pool: storagePool, name: string }),
  storageVol,
)

/** `(path: string) -> (vol: vol)`. */
export const storageVolLookupByPath = remote(
  'storageVolLookupByPath',
  97,
  struct({ path: string }),
  storageVol,
)

/** `(pool: pool, xml: string, flags: u32) -> (vol: vol)`. */
export const storageVolCreateXml = remote(
  'storageVolCreateXml',
  93,
  struct({ pool: storagePool, xml: string, flags: uint }),
  storageVol,
)

/** `(vol: vol, flags: u32) -> ()`. */
export const storageVolDelete = remote('storageVolDelete', 94, onVolWithFlags, nothing)

/** `(vol: vol) -> (type: char, capacity: u64, allocation: u64)`: bytes; see StorageVolType. */
export const storageVolGetInfo = remote(
  'storageVolGetInfo',
  98,
  struct({ vol: storageVol }),
  struct({ type: int, capacity: safeUhyper, allocation: safeUhyper }),
)

/** `(vol: vol, flags: u32) -> (xml: string)`. */
export const storageVolGetXmlDesc = remote('storageVolGetXmlDesc', 99, onVolWithFlags, string)

/** `(vol: vol, capacity: u64, flags: u32) -> ()`: bytes. */
export const storageVolResize = remote(
  'storageVolResize',
  260,
  struct({ vol: storageVol, capacity: safeUhyper, flags: uint }),
  nothing,
)
