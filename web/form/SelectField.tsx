import type { FieldValues } from 'react-hook-form'
import { Field } from '../ui/Field.tsx'
import { type Option, Select } from '../ui/Select.tsx'
import { type BoundProps, useBound } from './bound.ts'

type SelectFieldProps<V extends FieldValues> = BoundProps<V> & {
  options: readonly Option[]
  placeholder?: string
}

export function SelectField<V extends FieldValues>(props: SelectFieldProps<V>) {
  const { label, hint, stacked, options, placeholder } = props
  const { field, error } = useBound(props)
  return (
    <Field label={label} hint={hint} error={error} stacked={stacked ?? false}>
      {(control) => (
        <Select
          options={options}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...field}
          {...control}
        />
      )}
    </Field>
  )
}
