import { useSuspenseQuery } from '@tanstack/react-query'
import { installKeyCommand } from '../../../contract/ssh-key.ts'
import { apiQuery } from '../../api/query.ts'
import { useAdminReason } from '../../api/session.ts'
import { Card, Facts } from '../../ui/Card.tsx'
import { CopyField } from '../../ui/Copy.tsx'
import { Notice } from '../../ui/Notice.tsx'
import styles from './Settings.module.css'

const sshKeyQuery = apiQuery('sshKeyRead')

export function Component() {
  const adminReason = useAdminReason()
  return (
    <div className={styles.cards}>
      {adminReason === undefined ? (
        <SshKey />
      ) : (
        <Notice tone="info" title="The SSH key is shown to admins">
          Ask an admin for the line that lets Podyard log in to a KVM host.
        </Notice>
      )}
    </div>
  )
}

function SshKey() {
  const { data: key } = useSuspenseQuery(sshKeyQuery)
  return (
    <Card>
      <h2>SSH key</h2>
      <p className={styles.text}>
        Podyard logs in to KVM hosts with this key. Its private half never leaves the server.
      </p>
      <h3>Public key</h3>
      <CopyField text={key.public_key} what="public key" icon="key" wrap />
      <Facts
        items={[
          { label: 'Algorithm', value: <span className={styles.mono}>{key.algorithm}</span> },
          { label: 'Fingerprint', value: <span className={styles.mono}>{key.fingerprint}</span> },
        ]}
      />
      <h3>Let Podyard in</h3>
      <p className={styles.text}>
        Run this on the KVM host, as the user of the virsh address. The user must be in the group{' '}
        <code>libvirt</code> (or <code>libvirtd</code>) of the host.
      </p>
      <CopyField text={installKeyCommand(key)} what="command" icon="terminal" wrap />
    </Card>
  )
}
