import { installKeyCommand, type SshKey } from '../../contract/ssh-key.ts'
import { CopyField } from '../ui/Copy.tsx'
import { Icon } from '../ui/Icon.tsx'
import styles from './pod-ssh-key.module.css'

/** Podyard's public key and the line that installs it, folded away until it is wanted. */
export function PodSshKey({ sshKey }: { sshKey: SshKey | undefined }) {
  return (
    <details className={styles.section}>
      <summary className={styles.summary}>
        <Icon name="chevron-right" size={14} />
        <span>Let Podyard in with its SSH key</span>
      </summary>
      <div className={styles.content}>
        {sshKey ? (
          <>
            <div>
              <p className={styles.label}>
                Run this on the host, as the user of the virsh address:
              </p>
              <CopyField text={installKeyCommand(sshKey)} what="command" icon="terminal" wrap />
            </div>
            <div>
              <p className={styles.label}>Public SSH key ({sshKey.fingerprint}):</p>
              <CopyField text={sshKey.public_key} what="public key" icon="key" wrap />
            </div>
          </>
        ) : (
          <p className={styles.label}>The key is being read.</p>
        )}
      </div>
    </details>
  )
}
