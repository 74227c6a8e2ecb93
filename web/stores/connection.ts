import { createStore } from './store.ts'

/** How we stand with the server's stream of changes. `since` is in milliseconds of the epoch. */
export type StreamState = { state: 'closed' | 'connecting' | 'open' | 'lost'; since: number }

export const connectionStore = createStore<StreamState>({ state: 'closed', since: 0 })

export function setConnection(state: StreamState['state']) {
  if (connectionStore.get().state !== state) connectionStore.set({ state, since: Date.now() })
}
