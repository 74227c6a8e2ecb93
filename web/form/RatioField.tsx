import type { ReactNode } from 'react'
import type { FieldValues } from 'react-hook-form'
import { parseRatio } from '../../contract/rules/overcommit.ts'
import { RatioInput } from '../ui/RatioInput.tsx'
import { type BoundProps, useBound } from './bound.ts'

type RatioFieldProps<V extends FieldValues> = Omit<BoundProps<V>, 'rules' | 'stacked' | 'hint'> & {
  /** The what-if line beneath, for the ratio as it is typed; undefined while it is none. */
  whatIf?: ReactNode | ((ratio: number | undefined) => ReactNode)
}

/** An over commit ratio: slider and number field that follow each other. The form holds it as typed. */
export function RatioField<V extends FieldValues>(props: RatioFieldProps<V>) {
  const { label, whatIf } = props
  const { field, error } = useBound({
    ...props,
    rules: {
      validate: (text: unknown) => {
        const parsed = parseRatio(text)
        return parsed.ok || parsed.message
      },
    },
  })
  const { ref, value, onChange, onBlur, disabled } = field
  const parsed = parseRatio(value)
  // Said at once and not on submit only: a ratio has a limit that one can run into while typing.
  const problem = error ?? (parsed.ok ? undefined : parsed.message)
  return (
    <RatioInput
      label={label}
      text={value}
      onChange={onChange}
      onBlur={onBlur}
      ref={ref}
      error={problem}
      disabled={disabled}
    >
      {typeof whatIf === 'function' ? whatIf(parsed.ok ? parsed.value : undefined) : whatIf}
    </RatioInput>
  )
}
