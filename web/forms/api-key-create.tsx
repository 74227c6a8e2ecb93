import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { keyText, loginLine, type NewApiKey } from '../../contract/api-key.ts'
import { root } from '../../contract/root.ts'
import { client, queryClient } from '../api/client.ts'
import { useUser } from '../api/session.ts'
import { required } from '../form/bound.ts'
import { FormDialog } from '../form/FormDialog.tsx'
import { TextField } from '../form/TextField.tsx'
import { Button } from '../ui/Button.tsx'
import { CopyField } from '../ui/Copy.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './api-key-create.module.css'

type Values = {
  name: string
  /** A day of the browser's calendar, `2027-01-31`; empty: never. */
  expires: string
}

/** Makes an API key, and then shows it: this once. */
export function ApiKeyCreateForm({ onDismiss }: { onDismiss: () => void }) {
  const form = useForm<Values>({ defaultValues: { name: '', expires: '' } })
  const create = useMutation({
    mutationFn: ({ name, expires }: Values) =>
      client.apiKeyCreate({ name, ...(expires !== '' && { expires: endOfDay(expires) }) }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['apiKeyList'] }),
    // The secret is not kept longer than it is shown.
    gcTime: 0,
  })
  if (create.data) return <NewKey apiKey={create.data} onDismiss={onDismiss} />
  return (
    <FormDialog
      form={form}
      title="Create API key"
      width="narrow"
      submitLabel="Create API key"
      onSubmit={(values) => create.mutate(values)}
      onDismiss={onDismiss}
      submitError={create.error}
      loading={create.isPending}
    >
      <TextField
        control={form.control}
        name="name"
        label="Name"
        placeholder="Nightly backup"
        maxLength={255}
        rules={required}
        stacked
      />
      <TextField
        control={form.control}
        name="expires"
        type="date"
        label="Last day (optional)"
        hint="From the day after, the key is refused. Empty: it never expires."
        stacked
      />
    </FormDialog>
  )
}

/** A day is over when it is over here, whatever the time of day is on the server. */
const endOfDay = (day: string) => {
  const end = new Date(`${day}T23:59:59.999`)
  return Number.isNaN(end.getTime()) ? day : end.toISOString()
}

function NewKey({ apiKey, onDismiss }: { apiKey: NewApiKey; onDismiss: () => void }) {
  const profile = useUser()?.username ?? 'podyard'
  const text = keyText(apiKey)
  const url = new URL(root, window.location.origin).href
  return (
    <Dialog
      title={`API key ${apiKey.name}`}
      onDismiss={onDismiss}
      footer={
        <DialogActions>
          <Button variant="positive" onClick={onDismiss}>
            Done
          </Button>
        </DialogActions>
      }
    >
      <div className={styles.parts}>
        <Notice tone="caution" title="Copy it now: it is not shown again">
          Whoever has it may do what you may do. Revoke it when it is no longer needed.
        </Notice>
        <div>
          <h3>API key</h3>
          <CopyField text={text} what="API key" icon="key" wrap />
        </div>
        <div>
          <h3>Log in with it</h3>
          <CopyField text={loginLine(profile, url, text)} what="login line" icon="terminal" wrap />
        </div>
      </div>
    </Dialog>
  )
}
