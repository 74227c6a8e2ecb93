import { type ReactNode, type SyntheticEvent, useId } from 'react'
import { useDialogTitle } from '../hooks/use-page-title.ts'
import { cx } from '../util/cx.ts'
import styles from './Dialog.module.css'
import { Icon } from './Icon.tsx'
import { LayerContext } from './layer.ts'
import { useModal } from './use-modal.ts'

type DialogProps = {
  title: string
  /** Esc, the cross, or a click beside it. Leave the dialog open by not unmounting it. */
  onDismiss: () => void
  width?: 'narrow' | 'medium' | 'wide'
  children: ReactNode
  /** Stays in view while the content scrolls. */
  footer?: ReactNode
}

/**
 * The platform's own modal dialog: focus stays inside, the page behind is inert, Esc closes,
 * and focus returns to where it was. Mounted means open.
 */
export function Dialog({ title, onDismiss, width = 'medium', children, footer }: DialogProps) {
  const { ref, layer } = useModal()
  const titleId = useId()
  useDialogTitle(title)

  const cancel = (event: SyntheticEvent) => {
    event.preventDefault()
    onDismiss()
  }

  return (
    // A click on the backdrop is a click on the dialog itself; keyboards have Esc.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={cx(styles.dialog, styles[width])}
      aria-labelledby={titleId}
      onCancel={cancel}
      onMouseDown={(event) => {
        if (event.target === event.currentTarget) onDismiss()
      }}
    >
      <LayerContext value={layer}>
        <div className={styles.frame}>
          <header className={styles.header}>
            <h2 id={titleId}>{title}</h2>
            <button type="button" className={styles.close} aria-label="Close" onClick={onDismiss}>
              <Icon name="close" />
            </button>
          </header>
          <div className={styles.body}>{children}</div>
          {footer === undefined ? null : <footer className={styles.footer}>{footer}</footer>}
        </div>
      </LayerContext>
    </dialog>
  )
}

/** Cancel and submit, at the right edge; side by side and as wide as the screen on a phone. */
export function DialogActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}
