import { useSyncExternalStore } from 'react'

function subscribe(listener: () => void) {
  const observer = new MutationObserver(listener)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}

/** `light` or `dark` as the page shows it now: for what is painted and not styled. */
export const useThemeName = () =>
  useSyncExternalStore(subscribe, () => document.documentElement.dataset['theme'] ?? 'light')
