import type { Problem } from '../../contract/problem.ts'
import { Button } from '../ui/Button.tsx'
import { CopyField } from '../ui/Copy.tsx'
import { Notice } from '../ui/Notice.tsx'
import styles from './pod-host-key.module.css'

type PodHostKeyProps = {
  problem: Problem
  /** Connect again and accept this key alone. */
  onTrust: (fingerprint: string) => void
}

const showKeys = 'for key in /etc/ssh/ssh_host_*_key.pub; do ssh-keygen -lf "$key"; done'

/** The server’s words would repeat the fingerprint that stands below. */
const firstMet = 'Podyard meets this host for the first time. This is the key that it shows:'

/** The question that a host key raises: seen for the first time, or another than before. */
export function PodHostKey({ problem, onTrust }: PodHostKeyProps) {
  const { host_key } = problem
  if (!host_key) return null
  const changed = problem.code === 'host_key_changed'
  return (
    <Notice
      announce={changed}
      tone={changed ? 'negative' : 'caution'}
      title={changed ? 'The host key has changed' : 'Is this the right host?'}
      actions={
        <Button
          variant={changed ? 'negative' : 'positive'}
          onClick={() => onTrust(host_key.fingerprint)}
        >
          {changed ? 'Trust the new key and continue' : 'Trust and continue'}
        </Button>
      }
    >
      <p>{changed ? problem.message : firstMet}</p>
      <dl className={styles.key}>
        <div>
          <dt>Fingerprint ({host_key.algorithm})</dt>
          <dd>
            <CopyField text={host_key.fingerprint} what="fingerprint" icon="key" wrap />
          </dd>
        </div>
        <div>
          <dt>
            {changed
              ? 'Compare it with what the host itself shows. Trust it only if it matches.'
              : 'Compare it with what the host itself shows'}
          </dt>
          <dd>
            <CopyField
              text={problem.fix?.command ?? showKeys}
              what="command"
              icon="terminal"
              wrap
            />
          </dd>
        </div>
      </dl>
    </Notice>
  )
}
