import type { CheckProgress } from '../contract/stream.ts'

type Listener = (progress: CheckProgress) => void

/** Carries the steps of an operation to the streams of the user who started it; nothing is kept. */
export type Progress = {
  publish: (username: string, progress: CheckProgress) => void
  /** Returns how to stop. */
  subscribe: (username: string, listener: Listener) => () => void
}

export function createProgress(): Progress {
  const listeners = new Map<string, Set<Listener>>()
  return {
    publish: (username, progress) => {
      for (const listener of listeners.get(username) ?? []) listener(progress)
    },
    subscribe: (username, listener) => {
      const own = listeners.get(username) ?? new Set()
      listeners.set(username, own.add(listener))
      return () => {
        own.delete(listener)
        if (own.size === 0 && listeners.get(username) === own) listeners.delete(username)
      }
    },
  }
}
