import type { UseMutationResult } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { required } from '../form/bound.ts'
import { FormDialog } from '../form/FormDialog.tsx'
import { TextAreaField, TextField } from '../form/TextField.tsx'

export type GroupValues = { name: string; description: string }

type GroupFormProps = {
  /** "Add AZ" */
  title: string
  submitLabel: string
  values: GroupValues
  save: UseMutationResult<unknown, ApiError, GroupValues>
  /** Its name is fixed. */
  nameReason?: string | undefined
  /** What goes here: "Racks 1 to 8". */
  example: string
  onDismiss: () => void
}

/** Zones and resource pools are a name and a description. */
export function GroupForm({
  title,
  submitLabel,
  values,
  save,
  nameReason,
  example,
  onDismiss,
}: GroupFormProps) {
  const form = useForm({ defaultValues: values })
  return (
    <FormDialog
      form={form}
      title={title}
      width="narrow"
      submitLabel={submitLabel}
      onSubmit={(entered) => save.mutate(entered)}
      onDismiss={onDismiss}
      submitError={save.error}
      loading={save.isPending}
    >
      <TextField
        control={form.control}
        name="name"
        label="Name"
        disabled={nameReason !== undefined}
        hint={nameReason}
        rules={required}
        stacked
      />
      <TextAreaField
        control={form.control}
        name="description"
        label="Description (optional)"
        placeholder={example}
        stacked
      />
    </FormDialog>
  )
}
