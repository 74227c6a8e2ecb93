import { useId } from 'react'
import type { FieldValues } from 'react-hook-form'
import { Input, type InputProps } from '../ui/Input.tsx'
import { RowTableCell } from '../ui/RowTable.tsx'
import { type BoundProps, useBound } from './bound.ts'

type TextCellProps<V extends FieldValues> = Omit<BoundProps<V>, 'hint' | 'stacked'> &
  Pick<InputProps, 'placeholder' | 'inputMode' | 'spellCheck' | 'list'> & {
    /** The heading of its column. */
    heading: string
  }

/** A text field in a row of a `RowTable`; its label is for those who do not see the headings. */
export function TextCell<V extends FieldValues>(props: TextCellProps<V>) {
  const { control: _control, name: _name, rules: _rules, heading, label, ...look } = props
  const { field, error } = useBound(props)
  const errorId = useId()
  return (
    <RowTableCell heading={heading} error={error} errorId={errorId}>
      <Input
        autoComplete="off"
        {...look}
        {...field}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
      />
    </RowTableCell>
  )
}
