import type { RecordedChange } from './changes.ts'

export type FeedListener = (changes: readonly RecordedChange[]) => void

export type Feed = {
  /** Something was committed; may be called at any time and any number of times. */
  wake: () => void
  /** Every change behind the moment of the call, in order, each once. Returns how to stop. */
  subscribe: (listener: FeedListener) => () => void
  /** Resolves when nothing is being read any more. */
  settled: () => Promise<void>
}

const pageSize = 500

/**
 * Reads the change table on from where it stood whenever it is woken, and tells the listeners. Reading back what was
 * committed, rather than passing it on, gives one order to all listeners, whichever process wrote.
 */
export function createFeed(
  readSince: (id: number, limit: number) => Promise<RecordedChange[]>,
  newest: number,
  failed: (error: unknown) => void,
): Feed {
  const listeners = new Set<FeedListener>()
  let position = newest
  let asked = false
  let reading: Promise<void> | undefined

  const read = async () => {
    try {
      while (asked) {
        asked = false
        for (;;) {
          const changes = await readSince(position, pageSize)
          const last = changes.at(-1)
          if (!last) break
          position = last.id
          for (const listener of listeners) listener(changes)
        }
      }
    } catch (error) {
      failed(error)
    } finally {
      // Not a tick later: who wakes from here on must start the next reading.
      reading = undefined
    }
  }

  return {
    wake: () => {
      asked = true
      reading ??= read()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    settled: async () => {
      await reading
    },
  }
}
