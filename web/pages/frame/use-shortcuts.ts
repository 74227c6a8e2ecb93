import { useEffect, useEffectEvent } from 'react'

type Shortcuts = { openPalette: () => void; openShortcuts: () => void }

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

/** Ctrl+K everywhere; `/` and `?` where one is not typing. */
export function useShortcuts({ openPalette, openShortcuts }: Shortcuts) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault()
      // A form in a dialog keeps what was typed.
      if (!document.querySelector('dialog[open]')) openPalette()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    if (document.querySelector('dialog[open]')) return
    if (event.key === '/') {
      const search = document.querySelector<HTMLInputElement>('[data-page-search]')
      if (!search) return
      event.preventDefault()
      search.focus()
      search.select()
    } else if (event.key === '?') {
      event.preventDefault()
      openShortcuts()
    }
  })
  useEffect(() => {
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
