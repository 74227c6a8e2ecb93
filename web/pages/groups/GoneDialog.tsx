import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogActions } from '../../ui/Dialog.tsx'

/** For the address of something that somebody has deleted meanwhile. */
export function GoneDialog({ what, onDismiss }: { what: string; onDismiss: () => void }) {
  return (
    <Dialog
      title="Not found"
      width="narrow"
      onDismiss={onDismiss}
      footer={
        <DialogActions>
          <Button onClick={onDismiss}>Back to the list</Button>
        </DialogActions>
      }
    >
      There is no such {what}. It may have been deleted or renamed.
    </Dialog>
  )
}
