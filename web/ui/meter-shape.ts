export type MeterInput = {
  used: number
  /** What is about to be taken: a machine being composed, a ratio being dragged. */
  requested: number
  /** What may be given out: physical x ratio. */
  limit: number
  physical: number
}

/** Shares of the bar in percent, in their fixed order, and where the physical size is marked. */
export type MeterShape = {
  used: number
  requested: number
  free: number
  over: number
  /** Physical, but beyond a limit that is lower. */
  beyond: number
  tick: number
  /** What the whole bar stands for. */
  scale: number
}

/**
 * The bar is as long as the largest of limit, physical size and what is taken,
 * so 8 x 0.5 is half a bar and the tick of 32 x 10 stands at a tenth.
 */
export function meterShape({ used, requested, limit, physical }: MeterInput): MeterShape {
  const taken = used + requested
  const scale = Math.max(limit, physical, taken)
  const percent = (amount: number) => (scale === 0 ? 0 : (Math.max(0, amount) / scale) * 100)
  const usedWithin = Math.min(used, limit)
  const requestedWithin = Math.min(requested, limit - usedWithin)
  return {
    used: percent(usedWithin),
    requested: percent(requestedWithin),
    free: percent(limit - taken),
    over: percent(taken - limit),
    beyond: percent(scale - Math.max(limit, taken)),
    tick: percent(physical),
    scale,
  }
}
