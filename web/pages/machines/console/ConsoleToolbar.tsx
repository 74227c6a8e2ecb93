import { useState } from 'react'
import type { ConsoleKind } from '../../../../contract/console.ts'
import { Button } from '../../../ui/Button.tsx'
import type { ConsoleLink } from './console-link.ts'
import styles from './MachineConsole.module.css'
import { PasteDialog } from './PasteDialog.tsx'

const kindNames = [
  ['vnc', 'Screen'],
  ['serial', 'Serial'],
] as const

const sizes = [
  { label: 'Fit', whole: true },
  { label: '1:1', whole: false },
]

type ConsoleToolbarProps = {
  kind: ConsoleKind | null
  /** Null unless it is open. */
  link: ConsoleLink | null
  onKind: (kind: ConsoleKind) => void
  onReconnect: () => void
  /** Undefined where the browser has no full screen. */
  onFullScreen: (() => void) | undefined
}

export function ConsoleToolbar(props: ConsoleToolbarProps) {
  const { kind, link, onKind, onReconnect, onFullScreen } = props
  const [pasting, setPasting] = useState(false)
  const [whole, setWhole] = useState(true)
  const notOpen = link ? undefined : 'The console is not open.'
  const fit = link?.fit
  return (
    <div className={styles.toolbar}>
      <fieldset className={styles.choice} aria-label="Kind of console">
        {kindNames.map(([each, name]) => (
          <Button key={each} size="small" aria-pressed={each === kind} onClick={() => onKind(each)}>
            {name}
          </Button>
        ))}
      </fieldset>
      <Button
        size="small"
        disabledReason={
          notOpen ?? (link?.ctrlAltDel ? undefined : 'A serial port has no such key.')
        }
        onClick={() => link?.ctrlAltDel?.()}
      >
        Ctrl+Alt+Del
      </Button>
      <Button size="small" disabledReason={notOpen} onClick={() => setPasting(true)}>
        Paste
      </Button>
      <fieldset className={styles.choice} aria-label="Size of the picture">
        {sizes.map((size) => (
          <Button
            key={size.label}
            size="small"
            aria-pressed={size.whole === whole}
            disabledReason={notOpen ?? (fit ? undefined : 'A terminal always fits.')}
            onClick={() => {
              fit?.(size.whole)
              setWhole(size.whole)
            }}
          >
            {size.label}
          </Button>
        ))}
      </fieldset>
      <Button
        size="small"
        disabledReason={onFullScreen ? undefined : 'This browser has no full screen.'}
        onClick={onFullScreen}
      >
        Full screen
      </Button>
      <Button size="small" icon="refresh" onClick={onReconnect}>
        Reconnect
      </Button>
      {pasting ? (
        <PasteDialog
          onDismiss={() => setPasting(false)}
          onPaste={(text) => {
            setPasting(false)
            link?.type(text)
          }}
        />
      ) : null}
    </div>
  )
}
