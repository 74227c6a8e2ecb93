import { createStore } from './store.ts'

export type Theme = 'light' | 'dark' | 'system'

export const themes = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
  { value: 'system', label: 'Like the system' },
] as const satisfies readonly { value: Theme; label: string }[]

/** Read by public/theme.js too, before this file is loaded. */
const storageKey = 'podyard-theme'

const isTheme = (value: string | null): value is Theme =>
  themes.some((theme) => theme.value === value)

function stored(): Theme {
  const value = localStorage.getItem(storageKey)
  return isTheme(value) ? value : 'system'
}

export const themeStore = createStore<Theme>(stored())

const systemIsDark = matchMedia('(prefers-color-scheme: dark)')

function apply() {
  const theme = themeStore.get()
  const dark = theme === 'dark' || (theme === 'system' && systemIsDark.matches)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

export function chooseTheme(theme: Theme) {
  localStorage.setItem(storageKey, theme)
  themeStore.set(theme)
}

/** Keeps the page in the chosen theme, also when another tab or the system changes it. */
export function watchTheme() {
  themeStore.subscribe(apply)
  systemIsDark.addEventListener('change', apply)
  addEventListener('storage', (event) => {
    if (event.key === storageKey) themeStore.set(stored())
  })
  apply()
}
