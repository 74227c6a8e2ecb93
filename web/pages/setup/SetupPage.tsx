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
        <p>Find it where Podyard was started, in its terminal or its log, and open it here.</p>
        <p>Or create an admin on the server itself; the password is read from standard input:</p>
        <CopyField
          text="./x maas createadmin --username admin --password-stdin"
          what="command"
          icon="terminal"
        />
      </div>
    </Gate>
  )
}
