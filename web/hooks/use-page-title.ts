import { useEffect } from 'react'

/** "Pods | Podyard" in the tab, the history and the mouth of a screen reader. */
export function usePageTitle(title: string) {
  useEffect(() => {
    document.title = `${title} | Podyard`
  }, [title])
}
