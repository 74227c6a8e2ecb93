/** Work in the order it comes, between two looks at the network; settles as the work does. */
export type Slices = <R>(work: () => R) => Promise<R>

/** Longest stretch of work between two looks at the network. */
const sliceMs = 8

/**
 * Does much small work without holding up the event loop: after 8 ms the rest waits for its next turn.
 * No piece is cut in two, so each must be quick.
 */
export function createSlices(now: () => number = performance.now.bind(performance)): Slices {
  let waiting: (() => void)[] = []

  function runSlice(): void {
    const endsAt = now() + sliceMs
    const ready = waiting
    let done = 0
    do ready[done++]?.()
    while (done < ready.length && now() < endsAt)
    waiting = ready.slice(done)
    if (waiting.length > 0) setImmediate(runSlice)
  }

  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push(() => {
        try {
          resolve(work())
        } catch (error) {
          reject(error)
        }
      })
      if (waiting.length === 1) setImmediate(runSlice)
    })
}

/** One for the whole process: there is one event loop, however many hosts are read at once. */
export const inSlices: Slices = createSlices()
