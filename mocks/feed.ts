import type { StreamEvent } from '../contract/stream.ts'

type Listener = (event: StreamEvent, id: number) => void

export type Feed = {
  publish: (event: StreamEvent) => void
  /** 0 before the first change. */
  lastId: () => number
  /** Replays the changes after `sinceId`, then tells of every new event until the returned function is called. */
  subscribe: (listener: Listener, sinceId?: number) => () => void
}

const kept = 500

export function createFeed(): Feed {
  const listeners = new Set<Listener>()
  const history: { event: StreamEvent; id: number }[] = []
  let lastId = 0
  return {
    lastId: () => lastId,
    publish(event) {
      if (event.event === 'change') {
        lastId += 1
        history.push({ event, id: lastId })
        if (history.length > kept) history.shift()
      }
      for (const listener of listeners) listener(event, lastId)
    },
    subscribe(listener, sinceId = lastId) {
      for (const { event, id } of history) if (id > sinceId) listener(event, id)
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
