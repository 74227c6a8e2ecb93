import { type ReactNode, useId } from 'react'
import { cx } from '../util/cx.ts'
import styles from './Field.module.css'

/** What a control must spread so that label, hint and error belong to it. */
export type FieldControl = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export type FieldProps = {
  label: string
  /** A line under the control: what to enter, in which unit. */
  hint?: ReactNode
  error?: string | undefined
  /** Label above the control even where there is room beside it. */
  stacked?: boolean
  children: (control: FieldControl) => ReactNode
}

/** Label, control, hint and error. The label stands beside the control where there is room. */
export function Field({ label, hint, error, stacked = false, children }: FieldProps) {
  const id = useId()
  const describedBy = cx(hint !== undefined && `${id}-hint`, error && `${id}-error`)
  return (
    <div className={styles.room}>
      <div className={cx(styles.field, !stacked && styles.beside)}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        <div className={styles.control}>
          {children({
            id,
            'aria-describedby': describedBy || undefined,
            'aria-invalid': error ? true : undefined,
          })}
          <FieldError id={`${id}-error`} message={error} />
          {hint !== undefined ? (
            <div className={styles.hint} id={`${id}-hint`}>
              {hint}
            </div>
          ) : null}
        </div>
      </div>
    </div>
  )
}

export function FieldError({ id, message }: { id: string; message: string | undefined }) {
  return message ? (
    <p className={styles.error} id={id}>
      {message}
    </p>
  ) : null
}

/** A fact in the place of a field: label and text that cannot be edited. */
export function StaticField({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.room}>
      <div className={cx(styles.field, styles.beside)}>
        <span className={styles.label}>{label}</span>
        <div className={cx(styles.control, styles.fact)}>{children}</div>
      </div>
    </div>
  )
}

/** Two columns of fields where there is room, one otherwise. */
export function FieldColumns({ children }: { children: ReactNode }) {
  return <div className={styles.columns}>{children}</div>
}

export function FieldColumn({ children }: { children: ReactNode }) {
  return <div className={styles.column}>{children}</div>
}
