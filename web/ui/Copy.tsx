import { type ReactNode, useEffect, useState } from 'react'
import { copyText } from '../util/copy-text.ts'
import { Button, IconButton } from './Button.tsx'
import styles from './Copy.module.css'
import { Icon, type IconName } from './Icon.tsx'

const doneForMs = 2000

/** Copies, and says so for two seconds, to eyes and ears. */
function useCopy(text: string) {
  const [outcome, setOutcome] = useState<'idle' | 'copied' | 'refused'>('idle')
  useEffect(() => {
    if (outcome === 'idle') return undefined
    const timer = setTimeout(() => setOutcome('idle'), doneForMs)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = () => {
    void copyText(text).then((done) => setOutcome(done ? 'copied' : 'refused'))
  }
  return { outcome, copy }
}

const words = {
  idle: '',
  copied: 'Copied',
  refused: 'Copying was refused: select and copy by hand',
}

/** `label` says what is copied: "Copy address". */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { outcome, copy } = useCopy(text)
  return (
    <>
      <IconButton label={label} icon={outcome === 'copied' ? 'check' : 'copy'} onClick={copy} />
      <output className="visually-hidden">{words[outcome]}</output>
    </>
  )
}

/** The same with its label in words. */
export function CopyTextButton({ text, children }: { text: string; children: ReactNode }) {
  const { outcome, copy } = useCopy(text)
  return (
    <>
      <Button size="small" icon={outcome === 'copied' ? 'check' : 'copy'} onClick={copy}>
        {outcome === 'copied' ? 'Copied' : children}
      </Button>
      <output className="visually-hidden">{words[outcome]}</output>
    </>
  )
}

type CopyFieldProps = {
  /** The text that is shown and copied. */
  text: string
  /** What it is, for the copy button: "address", "public key". */
  what: string
  icon?: IconName
  /** Show long text on several lines instead of cutting it. */
  wrap?: boolean
}

/** One line of machine text with its copy button, as in "Virsh: qemu+ssh://...". */
export function CopyField({ text, what, icon, wrap = false }: CopyFieldProps) {
  return (
    <div className={styles.field}>
      {icon ? (
        <span className={styles.icon}>
          <Icon name={icon} />
        </span>
      ) : null}
      {/* Reachable by keyboard, because it scrolls. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <code className={wrap ? styles.wrapped : styles.line} tabIndex={0}>
        {text}
      </code>
      <span className={styles.button}>
        <CopyButton text={text} label={`Copy ${what}`} />
      </span>
    </div>
  )
}
