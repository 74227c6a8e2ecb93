import { useMutation } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { ApiKey } from '../../contract/api-key.ts'
import { client, queryClient } from '../api/client.ts'
import { required } from '../form/bound.ts'
import { FormDialog } from '../form/FormDialog.tsx'
import { TextField } from '../form/TextField.tsx'
import { toast } from '../stores/announcements.ts'

type ApiKeyRenameProps = {
  apiKey: ApiKey
  onDone: () => void
  onDismiss: () => void
}

export function ApiKeyRenameForm({ apiKey, onDone, onDismiss }: ApiKeyRenameProps) {
  const form = useForm({ defaultValues: { name: apiKey.name } })
  const rename = useMutation({
    mutationFn: ({ name }: { name: string }) =>
      client.apiKeyUpdate({ token: apiKey.token_key, name }),
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ['apiKeyList'] })
      toast(`API key ${name} was saved.`)
      onDone()
    },
  })
  return (
    <FormDialog
      form={form}
      title={`Rename API key ${apiKey.name}`}
      width="narrow"
      submitLabel="Save changes"
      onSubmit={(values) => rename.mutate(values)}
      onDismiss={onDismiss}
      submitError={rename.error}
      loading={rename.isPending}
    >
      <TextField
        control={form.control}
        name="name"
        label="Name"
        maxLength={255}
        rules={required}
        stacked
      />
    </FormDialog>
  )
}
