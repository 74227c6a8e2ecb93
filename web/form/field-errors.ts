import type { FieldPath, FieldValues, UseFormReturn } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'

type Errors = Record<string, string[]>

/** Splits a refusal into what belongs to a field of the form, and whether anything is left to say. */
export function splitFieldErrors(errors: Errors | undefined, names: readonly string[]) {
  const own = Object.entries(errors ?? {})
  const onFields = own.flatMap(([name, [message]]) =>
    message !== undefined && names.includes(name) ? [{ name, message }] : [],
  )
  const others = own
    .filter(([name]) => !names.includes(name))
    .flatMap(([name, messages]) => messages.map((message) => `${name}: ${message}`))
  return { onFields, others, covered: onFields.length > 0 && others.length === 0 }
}

export const fieldNames = <V extends FieldValues>(form: UseFormReturn<V>) =>
  Object.keys(form.getValues())

/** Puts the server's field messages at the fields, and the cursor into the first of them. */
export function showFieldErrors<V extends FieldValues>(
  form: UseFormReturn<V>,
  error: ApiError | null,
) {
  const { onFields } = splitFieldErrors(error?.problem.field_errors, fieldNames(form))
  for (const [index, { name, message }] of onFields.entries()) {
    form.setError(name as FieldPath<V>, { type: 'server', message }, { shouldFocus: index === 0 })
  }
}
