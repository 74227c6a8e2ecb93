import { useEffect, useState } from 'react'
import { useBlocker } from 'react-router'
import { guard } from '../stores/unsaved.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'

type UnsavedGuardProps = {
  /** Something was typed that the server does not have. */
  unsaved: boolean
  /** It is on its way there: the way on is the server's answer. */
  saving: boolean
}

/** Asks before typed things are lost, be it by a link, the back button, a closed tab or logging out. */
export function UnsavedGuard({ unsaved, saving }: UnsavedGuardProps) {
  // The router hears one blocker alone: a form without anything typed must not take the place of one with.
  return unsaved ? <Guard asks={!saving} /> : null
}

/** A dialog over a page is a place of its own; how a table is searched and ordered is none. */
const place = ({ pathname, search }: Pick<Location, 'pathname' | 'search'>) =>
  `${pathname} ${new URLSearchParams(search).get('action') ?? ''}`

function Guard({ asks }: { asks: boolean }) {
  const [leave, setLeave] = useState<() => void>()
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => asks && place(currentLocation) !== place(nextLocation),
  )
  useEffect(() => guard((next) => setLeave(() => next)), [])
  useEffect(() => {
    if (!asks) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [asks])
  if (blocker.state !== 'blocked' && !leave) return null
  const stay = () => {
    setLeave(undefined)
    blocker.reset?.()
  }
  const discard = () => {
    setLeave(undefined)
    leave?.()
    blocker.proceed?.()
  }
  return (
    <Dialog
      title="Discard unsaved changes?"
      width="narrow"
      onDismiss={stay}
      footer={
        <DialogActions>
          <Button onClick={stay}>Keep editing</Button>
          <Button variant="negative" onClick={discard}>
            Discard changes
          </Button>
        </DialogActions>
      }
    >
      What you changed on this page has not been saved.
    </Dialog>
  )
}
