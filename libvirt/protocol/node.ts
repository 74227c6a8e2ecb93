import { transform, type Codec } from '../xdr/codec.ts'
import { array, fixedArray } from '../xdr/collections.ts'
import { int, nothing, safeUhyper, uint } from '../xdr/numbers.ts'
import { struct } from '../xdr/struct.ts'
import { Limit } from './constants.ts'
import { remote } from './remote.ts'
import { string } from './types.ts'

const MODEL_LENGTH = 32

/** `char[32]`: each character takes four bytes, the first NUL ends the text. */
const model: Codec<string> = transform(fixedArray(int, MODEL_LENGTH), {
  read(characters) {
    const end = characters.indexOf(0)
    return Buffer.from(end < 0 ? characters : characters.slice(0, end)).toString('utf8')
  },
  write(text) {
    const bytes = Buffer.alloc(MODEL_LENGTH)
    bytes.write(text, 0, MODEL_LENGTH - 1)
    return [...bytes]
  },
})

/**
 * `() -> (model: char[32], memory: u64, cpus, mhz, nodes, sockets, cores, threads: int)`.
 * Memory in KiB. Only `cpus` counts: on odd hosts the topology does not multiply out to it.
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

/** Asks nodeGetMemoryStats for the whole host. */
export const ALL_CELLS = -1

/**
 * `(nparams: int, cellNum: int, flags: u32) -> (params: (field: string, value: u64)<1024>,
 * nparams: int)`. KiB. With `nparams` 0 only the number of parameters is answered, so a caller
 * that does not want to ask twice passes more than there are: libvirt knows four (total, free,
 * buffers, cached) and accepts only their exact number.
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
