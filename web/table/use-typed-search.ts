import { useEffect, useRef, useState } from 'react'

const pauseMs = 200

/**
 * A search field over the address: what is typed shows at once, the address follows when one pauses,
 * and whatever else changes the address (a link, the back button) changes the field.
 */
export function useTypedSearch(inAddress: string, write: (search: string) => void) {
  const [typed, setTyped] = useState(inAddress)
  const [seen, setSeen] = useState(inAddress)
  const [written, setWritten] = useState(inAddress)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // A write that comes after leaving would land on the next page.
  useEffect(() => () => clearTimeout(timer.current), [])

  if (inAddress !== seen) {
    setSeen(inAddress)
    if (inAddress !== written) setTyped(inAddress)
  }

  const type = (search: string) => {
    setTyped(search)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setWritten(search)
      write(search)
    }, pauseMs)
  }

  /** Whoever goes elsewhere with what is typed writes it there. */
  const stop = () => clearTimeout(timer.current)

  const forget = () => {
    clearTimeout(timer.current)
    setTyped('')
    setWritten('')
  }

  return { typed, type, stop, forget }
}
