import { useEffect, useRef } from 'react'

/** For a button that a form takes the place of: it gets the focus again when it is back. */
export function useFocusReturn(away: boolean) {
  const ref = useRef<HTMLButtonElement>(null)
  const wasAway = useRef(false)
  useEffect(() => {
    if (wasAway.current && !away) ref.current?.focus()
    wasAway.current = away
  }, [away])
  return ref
}
