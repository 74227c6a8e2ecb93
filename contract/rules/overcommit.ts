/** Over commit: the one place where a ratio is parsed and a limit is computed. Used by BFF, UI and mocks alike. */

export const minRatio = 0
export const maxRatio = 10
export const defaultRatio = 1

export type ParsedRatio = { ok: true; value: number } | { ok: false; message: string }

/**
 * Reads an over commit ratio as a person or a script writes it.
 * Accepts any finite float from 0 to 10, blanks around it and exponents (`1e1`) included.
 * The messages are MAAS's, because scripts match on them.
 */
export function parseRatio(input: unknown): ParsedRatio {
  const written = typeof input === 'string' ? input.trim() : input
  if (written === '' || written === undefined || written === null) {
    return { ok: false, message: 'This field is required.' }
  }
  const value = typeof written === 'number' ? written : decimal(written)
  if (!Number.isFinite(value)) return { ok: false, message: 'Enter a number.' }
  if (value < minRatio) {
    return { ok: false, message: `Ensure this value is greater than or equal to ${minRatio}.` }
  }
  if (value > maxRatio) {
    return { ok: false, message: `Ensure this value is less than or equal to ${maxRatio}.` }
  }
  return { ok: true, value: value === 0 ? 0 : value } // -0 would be written back as "-0"
}

/** Number() also reads `0x10` and `0b1`, which no one types as a ratio. */
function decimal(written: unknown): number {
  return typeof written === 'string' && /^[+-]?(\d+(?:\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(written)
    ? Number(written)
    : Number.NaN
}

/** One resource of a pod (cores, or memory in MiB) with its over commit applied. */
export type Capacity = {
  physical: number
  ratio: number
  /** physical x ratio */
  limit: number
  /** What the pod's machines hold, on or off. */
  allocated: number
  /** limit - allocated; negative when over. */
  free: number
}

export function capacity(physical: number, ratio: number, allocated: number): Capacity {
  const limit = exact(physical * ratio)
  return { physical, ratio, limit, allocated, free: exact(limit - allocated) }
}

/** Binary floats make 100 x 0.29 less than 29; a millionth of a core or MiB means nothing to anyone. */
const exact = (value: number) => Math.round(value * 1e6) / 1e6

/** Equality is allowed: a pod may be filled to its limit. */
export const fits = (resource: Capacity, requested: number) => exact(resource.free - requested) >= 0

export type Size = { cores: number; memoryMiB: number }
export type Room = { count: number; bound: 'cores' | 'memory' | 'host' }

/**
 * How many more machines of one size fit, and what stops the next one.
 * A single machine may not exceed the physical host ("host").
 */
export function roomFor(size: Size, cores: Capacity, memory: Capacity): Room {
  if (size.cores > cores.physical || size.memoryMiB > memory.physical) {
    return { count: 0, bound: 'host' }
  }
  const byCores = howMany(cores.free, size.cores)
  const byMemory = howMany(memory.free, size.memoryMiB)
  return byCores <= byMemory
    ? { count: byCores, bound: 'cores' }
    : { count: byMemory, bound: 'memory' }
}

const howMany = (free: number, each: number) => Math.max(0, Math.floor(exact(free / each)))
