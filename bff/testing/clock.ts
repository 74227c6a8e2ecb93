import type { Clock } from '../clock.ts'

/** A clock that stands until it is moved. */
export function createTestClock(start = '2026-03-01T12:00:00.000Z') {
  let now = Date.parse(start)
  return {
    now: () => new Date(now),
    advance: (ms: number) => {
      now += ms
    },
  } satisfies Clock & Record<string, unknown>
}

export type TestClock = ReturnType<typeof createTestClock>
