import { type ComponentPropsWithRef, type ReactNode, useCallback } from 'react'
import { cx } from '../util/cx.ts'
import styles from './Checkbox.module.css'

type CheckboxProps = Omit<ComponentPropsWithRef<'input'>, 'type' | 'ref'> & {
  /** Some of what it stands for is selected. */
  partial?: boolean
}

/** The platform's own checkbox in our colours. */
export function Checkbox({ partial = false, className, ...native }: CheckboxProps) {
  const ref = useCallback(
    (input: HTMLInputElement | null) => {
      if (input) input.indeterminate = partial
    },
    [partial],
  )
  return <input {...native} ref={ref} type="checkbox" className={cx(styles.box, className)} />
}

type LabelledProps = CheckboxProps & { children: ReactNode; hint?: ReactNode }

export function LabelledCheckbox({ children, hint, ...native }: LabelledProps) {
  return (
    <div>
      <label className={styles.label}>
        <Checkbox {...native} />
        <span>{children}</span>
      </label>
      {hint === undefined ? null : <div className={styles.hint}>{hint}</div>}
    </div>
  )
}
