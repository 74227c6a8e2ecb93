import {
  type Control,
  type FieldPath,
  type FieldValues,
  type RegisterOptions,
  useController,
} from 'react-hook-form'
import type { ReactNode } from 'react'

/** What every bound field takes. */
export type BoundProps<V extends FieldValues> = {
  control: Control<V>
  name: FieldPath<V>
  label: string
  hint?: ReactNode
  disabled?: boolean
  /** Label above the control even where there is room beside it. */
  stacked?: boolean
  rules?: Omit<
    RegisterOptions<V>,
    'disabled' | 'value' | 'valueAsNumber' | 'valueAsDate' | 'setValueAs'
  >
}

/**
 * One field of a form. `disabled` stays a matter of the control alone:
 * the form library would drop the value of a field that it disables.
 */
export function useBound<V extends FieldValues>({ control, name, rules, disabled }: BoundProps<V>) {
  const { field, fieldState } = useController({ control, name, ...(rules ? { rules } : {}) })
  const { disabled: _, ...rest } = field
  return { field: { ...rest, disabled: disabled ?? false }, error: fieldState.error?.message }
}

/** "This field is required.", as the server says it. */
export const required = { required: 'This field is required.' } as const
