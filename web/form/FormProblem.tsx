import { useEffect } from 'react'
import type { FieldValues, UseFormReturn } from 'react-hook-form'
import type { ApiError } from '../../contract/client.ts'
import { ProblemNotice } from '../ui/ProblemNotice.tsx'
import styles from './Form.module.css'
import { fieldNames, showFieldErrors, splitFieldErrors } from './field-errors.ts'

/** Refusals that say all there is to say. */
const everyday = new Set(['bad_credentials', 'rate_limited'])

/** The form may be longer than the screen. */
const reveal = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

type FormProblemProps<V extends FieldValues> = {
  form: UseFormReturn<V>
  submitError: ApiError | null
  /** What was tried and did not succeed; absent: the refusal says it all. */
  title?: string | undefined
}

/** What the server refused: at its fields where it names some, in a notice otherwise; never both. */
export function FormProblem<V extends FieldValues>({
  form,
  submitError,
  title,
}: FormProblemProps<V>) {
  useEffect(() => showFieldErrors(form, submitError), [form, submitError])
  if (!submitError) return null
  const { problem } = submitError
  const { covered, others } = splitFieldErrors(problem.field_errors, fieldNames(form))
  if (covered) return null
  const message = others.length > 0 ? others.join(' ') : problem.message
  return (
    <div ref={reveal} className={styles.problem}>
      <ProblemNotice
        problem={{ ...problem, message }}
        {...(title === undefined ? {} : { title })}
        details={!everyday.has(problem.code)}
      />
    </div>
  )
}
