import type { ReactNode } from 'react'
import type { Pod } from '../../../contract/pod.ts'
import { CopyButton } from '../../ui/Copy.tsx'
import { Quantity } from '../../ui/Quantity.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import styles from './PodFacts.module.css'

const unread = 'The host has not told it.'

/** What else one wants to know of a host, in one line where there is room. */
export function PodFacts({ pod }: { pod: Pod }) {
  const { hostname, libvirt_version, qemu_version, cpu_speed, host_key, connection } = pod.podyard
  const known = (value: string | null) => value ?? <Unknown reason={unread} />
  return (
    <dl className={styles.facts}>
      <Fact label="Host name">{known(hostname)}</Fact>
      <Fact label="libvirt">{known(libvirt_version)}</Fact>
      <Fact label="QEMU">{known(qemu_version)}</Fact>
      <Fact label="CPU speed">
        {cpu_speed === null ? (
          known(null)
        ) : (
          <Quantity amount={(cpu_speed / 1000).toFixed(1)} unit="GHz" />
        )}
      </Fact>
      <Fact label="Architecture">{known(pod.architectures.join(', ') || null)}</Fact>
      {connection.transport === null ? null : (
        <Fact label="Reached by">{connection.transport}</Fact>
      )}
      {host_key === null ? null : (
        <Fact label={`Host key (${host_key.algorithm})`} wide>
          <code title={host_key.fingerprint}>{host_key.fingerprint}</code>
          <CopyButton text={host_key.fingerprint} label="Copy fingerprint" />
        </Fact>
      )}
    </dl>
  )
}

type FactProps = { label: string; wide?: boolean; children: ReactNode }

function Fact({ label, wide = false, children }: FactProps) {
  return (
    <div className={wide ? styles.wide : styles.fact}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}
