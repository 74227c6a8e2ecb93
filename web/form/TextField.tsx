import type { FieldValues } from 'react-hook-form'
import { Field } from '../ui/Field.tsx'
import { Input, type InputProps, PasswordInput, TextArea } from '../ui/Input.tsx'
import { type BoundProps, useBound } from './bound.ts'

type Look = Pick<
  InputProps,
  | 'placeholder'
  | 'autoComplete'
  | 'autoFocus'
  | 'mono'
  | 'readOnly'
  | 'spellCheck'
  | 'maxLength'
  | 'inputMode'
  | 'type'
>

export function TextField<V extends FieldValues>(props: BoundProps<V> & Look) {
  const { control: _control, name: _name, rules: _rules, label, hint, stacked, ...look } = props
  const { field, error } = useBound(props)
  return (
    <Field label={label} hint={hint} error={error} stacked={stacked ?? false}>
      {(control) => <Input autoComplete="off" {...look} {...field} {...control} />}
    </Field>
  )
}

export function PasswordField<V extends FieldValues>(props: BoundProps<V> & Look) {
  const { control: _control, name: _name, rules: _rules, label, hint, stacked, ...look } = props
  const { field, error } = useBound(props)
  return (
    <Field label={label} hint={hint} error={error} stacked={stacked ?? false}>
      {(control) => <PasswordInput autoComplete="off" {...look} {...field} {...control} />}
    </Field>
  )
}

export function TextAreaField<V extends FieldValues>(
  props: BoundProps<V> & { placeholder?: string; rows?: number },
) {
  const { control: _control, name: _name, rules: _rules, label, hint, stacked, ...look } = props
  const { field, error } = useBound(props)
  return (
    <Field label={label} hint={hint} error={error} stacked={stacked ?? false}>
      {(control) => <TextArea {...look} {...field} {...control} />}
    </Field>
  )
}
