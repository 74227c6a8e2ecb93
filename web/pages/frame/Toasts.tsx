import { dismissToast, toastStore } from '../../stores/announcements.ts'
import { useStore } from '../../stores/store.ts'
import { IconButton } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './Toasts.module.css'

/** Results of what was done, for six seconds. The live region of the root reads them out. */
export function Toasts() {
  const toasts = useStore(toastStore)
  return (
    <ul className={styles.stack}>
      {toasts.map(({ id, tone, text }) => (
        <li key={id} className={styles.toast}>
          <Notice tone={tone} title={text} announce={false} />
          <IconButton label="Dismiss" icon="close" onClick={() => dismissToast(id)} />
        </li>
      ))}
    </ul>
  )
}
