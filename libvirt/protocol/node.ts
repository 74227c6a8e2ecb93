import { transform, type Codec } from '../xdr/codec.ts'
import { opaque } from '../xdr/bytes.ts'
import { array, fixedArray } from '../xdr/collections.ts'
import { anyUhyper, int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './limits.ts'
import { remote } from './remote.ts'
import { typedParam } from './typed-param.ts'
import { characters, flag, string, textOf } from './types.ts'

/** Asks nodeGetMemoryStats for the whole host. */
export const ALL_CELLS = -1

/** Asks nodeGetCpuStats for all processors together. */
export const ALL_CPUS = -1

const MODEL_LENGTH = 32

/** `char[32]`: each character takes four bytes, the first NUL ends the text. */
const model: Codec<string> = transform(fixedArray(int, MODEL_LENGTH), {
  read: textOf,
  write(text) {
    const bytes = Buffer.alloc(MODEL_LENGTH)
    bytes.write(text, 0, MODEL_LENGTH - 1)
    return [...bytes]
  },
})

const upToParams = struct({ nparams: int, flags: uint })

/**
 * `() -> (model: char[32], memory: u64, cpus, mhz, nodes, sockets, cores, threads: int)`. Memory in
 * KiB. Only `cpus` counts: on odd hosts the topology does not multiply out to it.
 */
export const nodeGetInfo = remote(
  'nodeGetInfo',
  6,
  nothing,
  struct({
    model,
    memory: safeUhyper,
    cpus: int,
    mhz: int,
    nodes: int,
    sockets: int,
    cores: int,
    threads: int,
  }),
)

/** `() -> (freeMem: u64)`: bytes. */
export const nodeGetFreeMemory = remote('nodeGetFreeMemory', 102, nothing, safeUhyper)

/** `(startCell, maxcells: int) -> (cells: u64<1024>)`: bytes of each NUMA cell. */
export const nodeGetCellsFreeMemory = remote(
  'nodeGetCellsFreeMemory',
  101,
  struct({ startCell: int, maxcells: int }),
  array(safeUhyper, Limit.cells),
)

/**
 * `(nparams, cellNum: int, flags: u32) -> (params: (field: string, value: u64)<16>, nparams: int)`.
 * KiB. With `nparams` 0 only the number of parameters is answered, so a caller that does not want
 * to ask twice passes more than there are: libvirt knows four (total, free, buffers, cached) and
 * accepts only their exact number.
 */
export const nodeGetMemoryStats = remote(
  'nodeGetMemoryStats',
  228,
  struct({ nparams: int, cellNum: int, flags: uint }),
  struct({
    params: array(struct({ field: string, value: safeUhyper }), Limit.memoryStats),
    nparams: int,
  }),
)

/**
 * `(cpuNum, nparams: int, flags: u32) -> (params: (field: string, value: u64)<16>, nparams: int)`:
 * nanoseconds since boot. Like nodeGetMemoryStats it takes the exact `nparams` (4 on Linux) or 0.
 * See ALL_CPUS.
 */
export const nodeGetCpuStats = remote(
  'nodeGetCpuStats',
  227,
  struct({ cpuNum: int, nparams: int, flags: uint }),
  struct({
    params: array(struct({ field: string, value: anyUhyper }), Limit.cpuStats),
    nparams: int,
  }),
)

/**
 * `(need_map, need_online: int, flags: u32) -> (cpumap: opaque<2048>, online: u32, ret: int)`:
 * which CPUs are online, how many are, and how many there are; cpusOf() reads the map.
 */
export const nodeGetCpuMap = remote(
  'nodeGetCpuMap',
  293,
  struct({ needMap: flag, needOnline: flag, flags: uint }),
  struct({ cpumap: opaque(Limit.cpuMap), online: uint, ret: int }),
)

/**
 * `(pages: u32<1024>, startCell: int, cellCount, flags: u32) -> (counts: u64<1024>)`: of each size
 * (KiB) in each cell.
 */
export const nodeGetFreePages = remote(
  'nodeGetFreePages',
  340,
  struct({ pages: array(uint, Limit.cells), startCell: int, cellCount: uint, flags: uint }),
  array(safeUhyper, Limit.cells),
)

/**
 * `(pageSizes: u32<1024>, pageCounts: u64<1024>, startCell: int, cellCount, flags: u32) -> (ret:
 * int)`: huge pages; sizes in KiB. See NodeAllocPagesFlag. Answers how many.
 */
export const nodeAllocPages = remote(
  'nodeAllocPages',
  347,
  struct({
    pageSizes: array(uint, Limit.cells),
    pageCounts: array(safeUhyper, Limit.cells),
    startCell: int,
    cellCount: uint,
    flags: uint,
  }),
  int,
)

/**
 * `(nparams: int, flags: u32) -> (params: param<64>, nparams: int)`: same-page merging. `nparams` 0
 * asks for their number only.
 */
export const nodeGetMemoryParameters = remote(
  'nodeGetMemoryParameters',
  289,
  upToParams,
  struct({ params: array(typedParam, Limit.nodeMemoryParams), nparams: int }),
)

/** `(params: param<64>, flags: u32) -> ()`. */
export const nodeSetMemoryParameters = remote(
  'nodeSetMemoryParameters',
  288,
  struct({ params: array(typedParam, Limit.nodeMemoryParams), flags: uint }),
  nothing,
)

/** `() -> (model, doi: char<257>)`: such as apparmor, or none; see domainGetSecurityLabel. */
export const nodeGetSecurityModel = remote(
  'nodeGetSecurityModel',
  122,
  nothing,
  struct({ model: characters(Limit.securityModel), doi: characters(Limit.securityDoi) }),
)

/** `(nparams: int, flags: u32) -> (params: param<64>, nparams: int)`. */
export const nodeGetSevInfo = remote(
  'nodeGetSevInfo',
  395,
  upToParams,
  struct({ params: array(typedParam, Limit.sevInfo), nparams: int }),
)
