import { Dialog } from '../../ui/Dialog.tsx'
import styles from './ShortcutsDialog.module.css'

const shortcuts = [
  { keys: ['Ctrl', 'K'], what: 'Jump to a pod, a machine, a page or an action' },
  { keys: ['/'], what: 'Search on this page' },
  { keys: ['?'], what: 'Show these shortcuts' },
  { keys: ['Esc'], what: 'Close what is open' },
  { keys: ['Tab'], what: 'Go to the next control' },
  { keys: ['Space'], what: 'Select the row whose checkbox has the focus' },
]

export function ShortcutsDialog({ onDismiss }: { onDismiss: () => void }) {
  return (
    <Dialog title="Keyboard shortcuts" width="narrow" onDismiss={onDismiss}>
      <dl className={styles.list}>
        {shortcuts.map(({ keys, what }) => (
          <div key={what} className={styles.row}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
