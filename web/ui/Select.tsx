import type { ComponentPropsWithRef } from 'react'
import { cx } from '../util/cx.ts'
import { Icon } from './Icon.tsx'
import inputStyles from './Input.module.css'
import styles from './Select.module.css'

export type Option = { value: string; label: string; disabled?: boolean }

export type SelectProps = Omit<ComponentPropsWithRef<'select'>, 'children'> & {
  options: readonly Option[]
  /** Shown while nothing is chosen; cannot be chosen again. */
  placeholder?: string
}

/** The platform's own drop-down: works with every keyboard, reader and phone. */
export function Select({ options, placeholder, className, ...native }: SelectProps) {
  return (
    <span className={styles.wrap}>
      <select {...native} className={cx(inputStyles.input, styles.select, className)}>
        {placeholder === undefined ? null : (
          <option value="" disabled hidden>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled ?? false}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" />
    </span>
  )
}
