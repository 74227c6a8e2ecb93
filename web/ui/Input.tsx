import { type ComponentPropsWithRef, useState } from 'react'
import { cx } from '../util/cx.ts'
import { IconButton } from './Button.tsx'
import { Icon } from './Icon.tsx'
import styles from './Input.module.css'

export type InputProps = ComponentPropsWithRef<'input'> & { mono?: boolean }

export function Input({ mono = false, className, ...native }: InputProps) {
  return <input {...native} className={cx(styles.input, mono && styles.mono, className)} />
}

export function TextArea({ className, ...native }: ComponentPropsWithRef<'textarea'>) {
  return <textarea rows={3} {...native} className={cx(styles.input, styles.area, className)} />
}

/** A password that can be looked at while it is typed. */
export function PasswordInput(props: Omit<InputProps, 'type'>) {
  const [shown, setShown] = useState(false)
  return (
    <span className={styles.wrap}>
      <Input {...props} type={shown ? 'text' : 'password'} />
      <button
        type="button"
        className={styles.reveal}
        aria-pressed={shown}
        disabled={props.disabled}
        onClick={() => setShown(!shown)}
      >
        {shown ? 'Hide' : 'Show'}
        <span className="visually-hidden"> password</span>
      </button>
    </span>
  )
}

type SearchInputProps = Omit<InputProps, 'type' | 'aria-label' | 'value' | 'onChange'> & {
  label: string
  value: string
  onChange: (value: string) => void
}

/** The page's search: `/` puts the cursor here. */
export function SearchInput({ label, value, onChange, ...native }: SearchInputProps) {
  return (
    <span className={cx(styles.wrap, styles.search)}>
      <Icon name="search" />
      <Input
        {...native}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        data-page-search
      />
      {value === '' ? (
        <kbd className={styles.key} aria-hidden="true">
          /
        </kbd>
      ) : (
        <IconButton label="Clear search" icon="close" onClick={() => onChange('')} />
      )}
    </span>
  )
}
