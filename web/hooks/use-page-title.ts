import { useEffect } from 'react'

let arrivals = 0

/**
 * "Pods | Podyard" in the tab, the history and the mouth of a screen reader. Also puts the focus on the heading
 * of a page that one has just come to; a dialog over the page keeps it.
 */
export function usePageTitle(title: string) {
  useEffect(() => {
    arrivals += 1
    // On the first page the browser decides.
    if (arrivals === 1 || document.querySelector('dialog[open]')) return
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true })
  }, [])

  useEffect(() => {
    const before = document.title
    document.title = `${title} | Podyard`
    return () => {
      document.title = before
    }
  }, [title])
}
