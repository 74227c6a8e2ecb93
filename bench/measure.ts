/** Of one thing measured several times. */
export type Spread = { median: number; min: number; max: number; runs: number }

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = samples.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const half = sorted.length >> 1
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2
  return { median, min: at(0), max: at(sorted.length - 1), runs: sorted.length }
}

/** Milliseconds that some work took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

/** One of those compared. A run does its work once and tells the milliseconds that count. */
export type Contender = { name: string; run: () => Promise<number> }

export type Result = { name: string; spread: Spread }

/** Whoever has taken this long in all sits out the turns that are left. Milliseconds. */
const patienceMs = 12_000
/** A run this long counts at once: what warming up would spare it is little. Milliseconds. */
const longMs = 3_000

/** Turns that do not count: the compilers of both sides need some to come to the point. */
const warmUps = 2

/**
 * In turns, so that what else the machine does hits all alike; every turn begins with another one,
 * as whoever comes second finds the host's caches warm.
 * One after another on purpose: they would only take the processor from each other.
 */
export async function compare(contenders: readonly Contender[], runs: number): Promise<Result[]> {
  const taking = contenders.map(({ name, run }) => ({ name, run, ms: [] as number[], spent: 0 }))
  for (let round = 0; round < warmUps + runs; round += 1) {
    const first = round % taking.length
    for (const one of [...taking.slice(first), ...taking.slice(0, first)]) {
      if (one.spent > patienceMs || one.ms.length === runs) continue
      const startedAt = performance.now()
      const counted = await one.run()
      const took = performance.now() - startedAt
      one.spent += took
      if (round >= warmUps || took > longMs) one.ms.push(counted)
    }
  }
  return taking.map(({ name, ms }) => ({ name, spread: spreadOf(ms) }))
}

/** Rejects when the work takes longer than it may. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`${what}: over ${limitMs} ms`)), limitMs)
  try {
    return await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
