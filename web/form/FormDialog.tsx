import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { Button, type ButtonVariant } from '../ui/Button.tsx'
import { Dialog, DialogActions } from '../ui/Dialog.tsx'
import styles from './Form.module.css'
import { FormProblem } from './FormProblem.tsx'
import { UnsavedGuard } from './UnsavedGuard.tsx'

export type FormDialogProps<V extends FieldValues> = {
  form: UseFormReturn<V>
  title: string
  /** A verb and its object: "Save pod". */
  submitLabel: string
  submitVariant?: Extract<ButtonVariant, 'positive' | 'negative'>
  /** Why it cannot be submitted now. */
  submitDisabledReason?: string | undefined
  onSubmit: (values: V) => void
  /** Cancel, Esc, the cross. */
  onDismiss: () => void
  /** What the server answered to the last attempt. */
  submitError: ApiError | null
  loading: boolean
  /** Typed things have arrived: leaving loses nothing any more. */
  saved?: boolean
  /** The page shows the refusal itself. */
  hideProblem?: boolean
  width?: 'narrow' | 'medium' | 'wide'
  children: ReactNode
}

/** A form in a dialog with its own address. */
export function FormDialog<V extends FieldValues>({
  form,
  title,
  submitLabel,
  submitVariant = 'positive',
  submitDisabledReason,
  onSubmit,
  onDismiss,
  submitError,
  loading,
  saved = false,
  hideProblem = false,
  width = 'medium',
  children,
}: FormDialogProps<V>) {
  const id = useId()
  const submit = useRef<HTMLButtonElement>(null)
  // The field in which Enter was pressed may be disabled meanwhile.
  useEffect(() => {
    if (loading && document.activeElement?.matches('body, :disabled')) submit.current?.focus()
  }, [loading])
  const unsaved = form.formState.isDirty && !saved
  return (
    <>
      <Dialog
        title={title}
        width={width}
        onDismiss={onDismiss}
        footer={
          <DialogActions>
            <Button variant="quiet" onClick={onDismiss}>
              Cancel
            </Button>
            <Button
              ref={submit}
              type="submit"
              form={id}
              variant={submitVariant}
              loading={loading}
              disabledReason={submitDisabledReason}
            >
              {submitLabel}
            </Button>
          </DialogActions>
        }
      >
        <form
          id={id}
          className={styles.form}
          noValidate
          onSubmit={(event) => {
            if (loading || submitDisabledReason !== undefined) event.preventDefault()
            else void form.handleSubmit(onSubmit)(event)
          }}
        >
          {children}
          {hideProblem ? null : <FormProblem form={form} submitError={submitError} />}
        </form>
      </Dialog>
      <UnsavedGuard unsaved={unsaved} saving={loading} />
    </>
  )
}
