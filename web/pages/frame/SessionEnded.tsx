import { useUser } from '../../api/session.ts'
import { reconnectNow } from '../../api/stream.ts'
import { LoginForm } from '../../forms/LoginForm.tsx'
import { announce } from '../../stores/announcements.ts'
import { sessionEndedStore } from '../../stores/unsaved.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import styles from './SessionEnded.module.css'

/** Over a form that is not saved: log in here, and it is as it was. */
export default function SessionEnded() {
  const user = useUser()
  const close = () => sessionEndedStore.set(false)
  return (
    <Dialog title="Log in again" width="narrow" onDismiss={close}>
      <div className={styles.content}>
        <p>Your session has ended. What you typed is still here: log in, then save it.</p>
        <LoginForm
          username={user?.username ?? ''}
          onDone={() => {
            close()
            announce('Logged in. What you typed is not saved yet.')
            // The stream was refused too; once it is open again, everything is asked anew.
            reconnectNow()
          }}
        />
      </div>
    </Dialog>
  )
}
