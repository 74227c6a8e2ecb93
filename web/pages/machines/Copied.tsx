import { CopyButton } from '../../ui/Copy.tsx'
import styles from './Copied.module.css'

type CopiedProps = {
  text: string
  /** What it is, for the copy button: "UUID". */
  what: string
  mono?: boolean
}

/** A fact that one takes elsewhere, with its copy button. */
export function Copied({ text, what, mono = false }: CopiedProps) {
  return (
    <span className={styles.copied}>
      {mono ? <code>{text}</code> : <span>{text}</span>}
      <CopyButton text={text} label={`Copy ${what}`} />
    </span>
  )
}
