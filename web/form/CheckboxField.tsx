import type { FieldValues } from 'react-hook-form'
import { LabelledCheckbox } from '../ui/Checkbox.tsx'
import { type BoundProps, useBound } from './bound.ts'

export function CheckboxField<V extends FieldValues>(props: Omit<BoundProps<V>, 'stacked'>) {
  const { label, hint } = props
  const { field } = useBound(props)
  const { value, onChange, ...rest } = field
  return (
    <LabelledCheckbox
      {...rest}
      {...(hint === undefined ? {} : { hint })}
      checked={value === true}
      onChange={(event) => onChange(event.target.checked)}
    >
      {label}
    </LabelledCheckbox>
  )
}
