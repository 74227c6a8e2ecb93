import { setImmediate } from 'node:timers/promises'

/** Longest stretch of work between two looks at the network. */
const sliceMs = 10

/** Maps a long list without holding up the event loop: yields every 10 ms. Each item must be quick. */
export async function mapInSlices<T, R>(items: readonly T[], map: (item: T) => R): Promise<R[]> {
  const results: R[] = []
  let sliceStart = performance.now()
  for (const item of items) {
    results.push(map(item))
    if (performance.now() - sliceStart < sliceMs) continue
    await setImmediate()
    sliceStart = performance.now()
  }
  return results
}
