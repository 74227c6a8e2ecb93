import { useNavigate, useSearchParams } from 'react-router'
import { SetupForm } from '../../forms/SetupForm.tsx'
import { usePageTitle } from '../../hooks/use-page-title.ts'
import { CopyField } from '../../ui/Copy.tsx'
import { Gate } from '../login/Gate.tsx'
import styles from './SetupPage.module.css'

export function Component() {
  usePageTitle('Set up')
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const token = params.get('token')
  if (!token) return <Explanation />
  return (
    <Gate title="Create the first admin">
      <p className={styles.text}>
        This account may change everything. There is no default password: you choose it here.
      </p>
      <SetupForm token={token} onDone={() => void navigate('/pods', { replace: true })} />
    </Gate>
  )
}

/** Somebody came by without the link: say where it is. */
function Explanation() {
  return (
    <Gate title="Open the setup link">
      <div className={styles.text}>
        <p>Podyard has no users yet. It printed a link that works once when it started.</p>
        <p>Read it in the log of the server, then open it in this browser:</p>
        <CopyField text="journalctl -u podyard | grep setup" what="command" icon="terminal" />
        <p>Or create an admin on the server itself:</p>
        <CopyField
          text="maas createadmin --username admin --password-stdin"
          what="command"
          icon="terminal"
        />
      </div>
    </Gate>
  )
}
