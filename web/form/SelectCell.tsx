import { useId } from 'react'
import type { FieldValues } from 'react-hook-form'
import { RowTableCell } from '../ui/RowTable.tsx'
import { type Option, Select } from '../ui/Select.tsx'
import { type BoundProps, useBound } from './bound.ts'

type SelectCellProps<V extends FieldValues> = Omit<BoundProps<V>, 'hint' | 'stacked'> & {
  /** The heading of its column. */
  heading: string
  options: readonly Option[]
  placeholder?: string
}

/** A drop-down in a row of a `RowTable`. */
export function SelectCell<V extends FieldValues>(props: SelectCellProps<V>) {
  const { heading, label, options, placeholder } = props
  const { field, error } = useBound(props)
  const errorId = useId()
  return (
    <RowTableCell heading={heading} error={error} errorId={errorId}>
      <Select
        options={options}
        {...(placeholder === undefined ? {} : { placeholder })}
        {...field}
        aria-label={label}
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? errorId : undefined}
      />
    </RowTableCell>
  )
}
