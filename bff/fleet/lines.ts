/** Pieces of work for one pod are done one after the other, in the order of the calls; other pods do not wait for them. */
export function createLines() {
  const tails = new Map<number, Promise<unknown>>()
  return async <T>(podId: number, work: () => Promise<T>): Promise<T> => {
    const result = (tails.get(podId) ?? Promise.resolve()).then(work)
    const tail = result.catch(() => {})
    tails.set(podId, tail)
    try {
      return await result
    } finally {
      if (tails.get(podId) === tail) tails.delete(podId)
    }
  }
}
