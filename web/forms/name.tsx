import { useEffect, useId } from 'react'
import { useForm } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { required } from '../form/bound.ts'
import { UnsavedGuard } from '../form/UnsavedGuard.tsx'
import { IconButton } from '../ui/Button.tsx'
import { FieldError } from '../ui/Field.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Input } from '../ui/Input.tsx'
import styles from './name.module.css'

type NameFormProps = {
  /** Its accessible name: "Hostname". */
  label: string
  /** As the API calls it: the server's messages are found under it. */
  field: string
  maxLength: number
  name: string
  rename: (name: string) => void
  loading: boolean
  submitError: ApiError | null
  onCancel: () => void
}

/** The name of a pod or machine, edited where it stands: Enter saves, Esc leaves it. */
export function NameForm(props: NameFormProps) {
  const { label, field, maxLength, name, rename, loading, submitError, onCancel } = props
  const id = useId()
  const { register, handleSubmit, formState, setFocus } = useForm({ defaultValues: { name } })
  // The pencil was pressed to type here.
  useEffect(() => setFocus('name', { shouldSelect: true }), [setFocus])
  const problem = submitError?.problem
  const message =
    formState.errors.name?.message ?? problem?.field_errors?.[field]?.[0] ?? problem?.message
  const save = handleSubmit((values) => {
    const wanted = values.name.trim()
    if (wanted === name) onCancel()
    else rename(wanted)
  })
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        if (loading) event.preventDefault()
        else void save(event)
      }}
    >
      <div className={styles.line}>
        <Input
          {...register('name', required)}
          className={styles.input}
          aria-label={label}
          aria-invalid={message ? true : undefined}
          aria-describedby={`${id}-error`}
          maxLength={maxLength}
          autoComplete="off"
          spellCheck={false}
          onKeyDown={(event) => {
            if (event.key === 'Escape') onCancel()
          }}
        />
        <button type="submit" className={styles.save} aria-label="Save name" aria-busy={loading}>
          <Icon name="check" />
        </button>
        <IconButton label="Keep the old name" icon="close" onClick={onCancel} />
      </div>
      <UnsavedGuard unsaved={formState.isDirty} saving={loading} />
      <FieldError id={`${id}-error`} message={message} />
    </form>
  )
}
