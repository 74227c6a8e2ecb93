/** Lets at most `limit` pieces of work run at a time; the rest wait in line. */
export function createGate(limit: number) {
  const waiting: (() => void)[] = []
  let free = limit
  return async <T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    if (free === 0) {
      const turn = Promise.withResolvers<void>()
      waiting.push(turn.resolve)
      // Who gives up passes its turn on when it comes, below.
      const gaveUp = () => turn.resolve()
      signal.addEventListener('abort', gaveUp, { once: true })
      await turn.promise
      signal.removeEventListener('abort', gaveUp)
      const index = waiting.indexOf(turn.resolve)
      if (index >= 0) {
        waiting.splice(index, 1)
        signal.throwIfAborted()
      }
    } else free -= 1
    try {
      signal.throwIfAborted()
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}

export type Gate = ReturnType<typeof createGate>
