import { useEffect } from 'react'
import { useBlocker } from 'react-router'
import { Button } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'

/**
 * Asks before typed things are lost, be it by a link, the back button or a closed tab.
 * Answers the question to render.
 */
export function useUnsavedGuard(unsaved: boolean) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      unsaved && currentLocation.pathname !== nextLocation.pathname,
  )
  useEffect(() => {
    if (!unsaved) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [unsaved])
  if (blocker.state !== 'blocked') return null
  return (
    <Dialog
      title="Discard unsaved changes?"
      width="narrow"
      onDismiss={blocker.reset}
      footer={
        <DialogActions>
          <Button onClick={blocker.reset}>Keep editing</Button>
          <Button variant="negative" onClick={blocker.proceed}>
            Discard changes
          </Button>
        </DialogActions>
      }
    >
      What you changed on this page has not been saved.
    </Dialog>
  )
}
