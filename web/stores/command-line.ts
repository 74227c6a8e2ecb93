import { createStore } from './store.ts'

const storageKey = 'podyard-command-line'

/** Whether forms show the lines that would do the same; kept in this browser. */
export const commandLineStore = createStore(localStorage.getItem(storageKey) === 'open')

export function showCommandLine(open: boolean) {
  localStorage.setItem(storageKey, open ? 'open' : 'closed')
  commandLineStore.set(open)
}
