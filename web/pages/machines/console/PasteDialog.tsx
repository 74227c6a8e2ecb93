import { type SyntheticEvent, useId, useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Dialog, DialogActions } from '../../../ui/Dialog.tsx'
import { TextArea } from '../../../ui/Input.tsx'

/** Text for a machine that has no clipboard: it is typed, key by key. */
export function PasteDialog({
  onPaste,
  onDismiss,
}: {
  onPaste: (text: string) => void
  onDismiss: () => void
}) {
  const [text, setText] = useState('')
  const [formId, textId] = [useId(), useId()]
  const submit = (event: SyntheticEvent) => {
    event.preventDefault()
    if (text !== '') onPaste(text)
  }
  return (
    <Dialog
      title="Paste"
      onDismiss={onDismiss}
      footer={
        <DialogActions>
          <Button onClick={onDismiss}>Cancel</Button>
          <Button
            variant="positive"
            type="submit"
            form={formId}
            disabledReason={text === '' ? 'There is nothing to type yet.' : undefined}
          >
            Type it
          </Button>
        </DialogActions>
      }
    >
      <form id={formId} onSubmit={submit}>
        <p>
          <label htmlFor={textId}>Text to type into the machine</label>
        </p>
        <TextArea
          id={textId}
          rows={6}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
    </Dialog>
  )
}
