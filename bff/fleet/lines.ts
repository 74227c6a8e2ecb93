/** Pieces of work under one key are done one after the other, in the order of the calls; others do not wait for them. */
export function createLines<K>() {
  const tails = new Map<K, Promise<unknown>>()
  return <T>(key: K, work: () => Promise<T>): Promise<T> => {
    const result = (tails.get(key) ?? Promise.resolve()).then(work)
    const tail: Promise<unknown> = result
      .catch(() => {})
      .finally(() => {
        if (tails.get(key) === tail) tails.delete(key)
      })
    tails.set(key, tail)
    return result
  }
}
