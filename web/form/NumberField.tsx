import type { FieldValues } from 'react-hook-form'
import { Field } from '../ui/Field.tsx'
import { Input } from '../ui/Input.tsx'
import { type BoundProps, useBound } from './bound.ts'

type NumberFieldProps<V extends FieldValues> = BoundProps<V> & { placeholder?: string }

/** Keeps what is typed as text, so that nothing is lost; the form converts on submit. */
export function NumberField<V extends FieldValues>(props: NumberFieldProps<V>) {
  const { label, hint, stacked, placeholder } = props
  const { field, error } = useBound(props)
  return (
    <Field label={label} hint={hint} error={error} stacked={stacked ?? false}>
      {(control) => (
        <Input
          inputMode="decimal"
          autoComplete="off"
          placeholder={placeholder}
          {...field}
          {...control}
        />
      )}
    </Field>
  )
}
