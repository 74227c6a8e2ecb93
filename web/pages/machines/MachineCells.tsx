import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { PowerState } from '../../../contract/machine.ts'
import type { MachineSummary } from '../../../contract/machine-page.ts'
import { Age } from '../../ui/Age.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Quantity } from '../../ui/Quantity.tsx'
import { CellTags } from '../../ui/Tag.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import { cx } from '../../util/cx.ts'
import { memoryAmount, storageAmount } from '../../util/units.ts'
import styles from './MachineCells.module.css'

type CellProps = { machine: MachineSummary }

/** Two lines of a cell; the second is muted. */
export function TwoLines({ first, second }: { first: ReactNode; second: ReactNode }) {
  return (
    <>
      <div className={styles.line}>{first}</div>
      <div className={styles.second}>{second}</div>
    </>
  )
}

export const macsOf = ({ mac_addresses }: MachineSummary) => mac_addresses.join(', ')

export function NameCell({ machine, byMac }: CellProps & { byMac: boolean }) {
  const macs = macsOf(machine)
  const domain = machine.fqdn.slice(machine.hostname.length)
  const name = (
    <Link to={`/machines/${machine.system_id}`} title={machine.fqdn}>
      <span className={styles.name}>{machine.hostname}</span>
      <span className={styles.domain}>{domain}</span>
    </Link>
  )
  const addresses = machine.ip_addresses.join(', ')
  return (
    <TwoLines
      first={byMac ? <span className={styles.mono}>{macs || machine.fqdn}</span> : name}
      second={
        <span className={styles.mono} title={addresses || macs}>
          {(byMac ? machine.fqdn : addresses || macs) || (
            <Unknown reason="The machine has no network interface." />
          )}
        </span>
      }
    />
  )
}

const powerWords: Record<PowerState, string> = {
  on: 'On',
  off: 'Off',
  error: 'Error',
  unknown: 'Unknown',
}

export function PowerCell({ machine }: CellProps) {
  const { power_state, live } = machine
  return (
    <div className={styles.power}>
      <span className={cx(styles.powerIcon, live && styles[power_state])}>
        <Icon name={power_state === 'error' ? 'alert' : 'power'} />
      </span>
      <div className={styles.shrink}>
        <TwoLines
          first={<span title={machine.domain_state}>{powerWords[power_state]}</span>}
          second="Virsh"
        />
      </div>
    </div>
  )
}

/** A deployed machine shows what runs on it, any other one its status. */
export function statusText(
  machine: Pick<MachineSummary, 'status_name' | 'osystem' | 'distro_series'>,
) {
  const system = capitalized([machine.osystem, machine.distro_series].filter(Boolean).join(' '))
  return machine.status_name === 'Deployed' && system !== '' ? system : machine.status_name
}

const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export function StatusCell({ machine }: CellProps) {
  const { live, last_seen } = machine
  return (
    <TwoLines
      first={<span title={machine.status_message}>{statusText(machine)}</span>}
      second={
        live ? (
          machine.status_message
        ) : (
          <>
            Last seen <Age since={last_seen} always />
          </>
        )
      }
    />
  )
}

export function OwnerCell({ machine }: CellProps) {
  return (
    <TwoLines
      first={machine.owner || <Unknown reason="Nobody holds this machine." />}
      second={<CellTags names={machine.tag_names} lines={1} linePx={120} />}
    />
  )
}

export function CoresCell({ machine }: CellProps) {
  return machine.cpu_count > 0 ? machine.cpu_count : <Unknown reason={notTold(machine)} />
}

export function MemoryCell({ machine }: CellProps) {
  return machine.memory > 0 ? (
    <Quantity {...memoryAmount(machine.memory)} />
  ) : (
    <Unknown reason={notTold(machine)} />
  )
}

const bytesPerMB = 1_000_000

export function StorageCell({ machine }: CellProps) {
  const unknown = machine.unknown_disk_count
  const reason = `The size of ${unknown} of ${machine.disk_count} disks is not known to the host.`
  if (machine.storage === 0 && unknown > 0) return <Unknown reason={reason} />
  const known = <Quantity {...storageAmount(machine.storage * bytesPerMB)} />
  return unknown === 0 ? (
    known
  ) : (
    <span title={reason}>
      {known}
      <span className={styles.domain}> +?</span>
    </span>
  )
}

const notTold = (machine: MachineSummary) =>
  machine.live ? 'The host does not tell.' : 'The host is not connected.'
