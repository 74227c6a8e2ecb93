import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'

export type RateLimit = {
  /** Counts one attempt under each key; throws `rate_limited` when one of them has had too many. */
  attempt: (keys: readonly string[]) => void
  /** Throws `rate_limited` when a key has no attempt left; counts nothing. */
  check: (key: string) => void
  /** Counts one attempt, known to have failed. */
  fail: (key: string) => void
  /** Forgets the attempts under a key: the last one was rightful. */
  clear: (key: string) => void
  /** Takes the last attempt back and keeps those before it. */
  refund: (key: string) => void
}

const maxKeys = 100_000

/** At most `limit` attempts under one key within `windowMs` of the first. Kept in memory, and bounded there. */
export function createRateLimit(clock: Clock, limit: number, windowMs: number): RateLimit {
  const windows = new Map<string, { count: number; endsAt: number }>()

  const prune = (now: number) => {
    for (const [key, { endsAt }] of windows) if (endsAt <= now) windows.delete(key)
    // Under a flood of made-up names the oldest go first.
    for (const key of windows.keys()) {
      if (windows.size < maxKeys) break
      windows.delete(key)
    }
  }

  const count = (key: string, now: number) => {
    if (windows.size >= maxKeys) prune(now)
    const known = windows.get(key)
    const window = known && known.endsAt > now ? known : { count: 0, endsAt: now + windowMs }
    window.count += 1
    windows.set(key, window)
    return window
  }

  const refuse = (endsAt: number, now: number) => {
    const retryAfterSeconds = Math.ceil((endsAt - now) / 1000)
    throw new AppError(
      'rate_limited',
      `Too many attempts. Try again in ${retryAfterSeconds} seconds.`,
      { retryAfterSeconds },
    )
  }

  return {
    attempt: (keys) => {
      const now = clock.now().getTime()
      for (const key of keys) {
        const window = count(key, now)
        if (window.count > limit) refuse(window.endsAt, now)
      }
    },
    check: (key) => {
      const now = clock.now().getTime()
      const window = windows.get(key)
      if (window && window.endsAt > now && window.count >= limit) refuse(window.endsAt, now)
    },
    fail: (key) => {
      count(key, clock.now().getTime())
    },
    clear: (key) => {
      windows.delete(key)
    },
    refund: (key) => {
      const window = windows.get(key)
      if (window && window.count > 0) window.count -= 1
    },
  }
}
