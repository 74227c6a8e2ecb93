import type { ReactNode } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { Button } from '../ui/Button.tsx'
import { DialogActions } from '../ui/Dialog.tsx'
import styles from './Form.module.css'
import { FormProblem } from './FormProblem.tsx'
import { UnsavedGuard } from './UnsavedGuard.tsx'

type InlineFormProps<V extends FieldValues> = {
  form: UseFormReturn<V>
  /** Its accessible name: the heading above it. */
  label: string
  submitLabel: string
  onSubmit: (values: V) => void
  /** Absent: there is nothing to go back to, as on the login page. */
  onCancel?: () => void
  submitError: ApiError | null
  loading: boolean
  saved?: boolean
  /** Show the fields only; nothing can be submitted. */
  readOnly?: boolean
  hideProblem?: boolean
  children: ReactNode
}

/** A form on a page. */
export function InlineForm<V extends FieldValues>({
  form,
  label,
  submitLabel,
  onSubmit,
  onCancel,
  submitError,
  loading,
  saved = false,
  readOnly = false,
  hideProblem = false,
  children,
}: InlineFormProps<V>) {
  const unsaved = onCancel !== undefined && form.formState.isDirty && !saved && !readOnly
  return (
    <form
      className={styles.form}
      aria-label={label}
      noValidate
      onSubmit={(event) => {
        if (loading || readOnly) event.preventDefault()
        else void form.handleSubmit(onSubmit)(event)
      }}
    >
      {children}
      {hideProblem ? null : <FormProblem form={form} submitError={submitError} />}
      {readOnly ? null : (
        <DialogActions>
          {onCancel ? (
            <Button variant="quiet" onClick={onCancel}>
              Cancel
            </Button>
          ) : null}
          <Button type="submit" variant="positive" loading={loading}>
            {submitLabel}
          </Button>
        </DialogActions>
      )}
      <UnsavedGuard unsaved={unsaved} saving={loading} />
    </form>
  )
}
