import type { ReactNode } from 'react'
import { useForm } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { FormDialog } from '../form/FormDialog.tsx'

type ConfirmDeleteProps = {
  /** "Delete AZ north" */
  title: string
  submitLabel: string
  onConfirm: () => void
  submitError: ApiError | null
  loading: boolean
  disabledReason?: string | undefined
  onDismiss: () => void
  /** What will happen. */
  children: ReactNode
}

export function ConfirmDelete({
  title,
  submitLabel,
  onConfirm,
  submitError,
  loading,
  disabledReason,
  onDismiss,
  children,
}: ConfirmDeleteProps) {
  const form = useForm({ defaultValues: {} })
  return (
    <FormDialog
      form={form}
      title={title}
      width="narrow"
      submitLabel={submitLabel}
      submitVariant="negative"
      submitDisabledReason={disabledReason}
      onSubmit={onConfirm}
      onDismiss={onDismiss}
      submitError={submitError}
      loading={loading}
    >
      <p>{children}</p>
    </FormDialog>
  )
}
