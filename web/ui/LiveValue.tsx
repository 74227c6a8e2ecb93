import { type ReactNode, useState } from 'react'
import styles from './LiveValue.module.css'

/** Fades once when its value changes; still on the first showing. */
export function LiveValue({ value, children }: { value: string | number; children: ReactNode }) {
  const [first] = useState(value)
  const [changed, setChanged] = useState(false)
  if (!changed && value !== first) setChanged(true)
  return (
    <span key={value} className={changed ? styles.changed : undefined}>
      {children}
    </span>
  )
}
