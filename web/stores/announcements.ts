import type { Tone } from '../ui/Notice.tsx'
import { createStore } from './store.ts'

export type Toast = { id: number; tone: Tone; text: string }

export const toastStore = createStore<readonly Toast[]>([])
export const announcementStore = createStore<string>('')

const shownForMs = 6000
let lastId = 0

/** Says a result at the bottom of the screen for six seconds, and to screen readers. */
export function toast(text: string, tone: Tone = 'positive') {
  lastId += 1
  const id = lastId
  toastStore.set([...toastStore.get().slice(-2), { id, tone, text }])
  announce(text)
  setTimeout(() => dismissToast(id), shownForMs)
}

export function dismissToast(id: number) {
  toastStore.set(toastStore.get().filter((each) => each.id !== id))
}

/** Says something to screen readers alone: the number of rows found, a step that is done. */
export function announce(text: string) {
  // The same words twice are read twice only if the text changes in between.
  announcementStore.set('')
  setTimeout(() => announcementStore.set(text), 50)
}
