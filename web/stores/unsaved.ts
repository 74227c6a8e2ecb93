import { createStore } from './store.ts'

/** Asks before it lets go of what was typed. */
type Ask = (leave: () => void) => void

const guards = new Set<Ask>()

/** Tells that something typed is not saved yet; answers how to take that back. */
export function guard(ask: Ask): () => void {
  guards.add(ask)
  return () => {
    guards.delete(ask)
  }
}

export const somethingUnsaved = () => guards.size > 0

/** For ways out that are no navigation, such as logging out. */
export function leaveAfterAsking(leave: () => void) {
  const ask = [...guards].at(-1)
  if (ask) ask(leave)
  else leave()
}

/** The session ended while something was unsaved: one can log in over the page, which stays as it is. */
export const sessionEndedStore = createStore(false)
