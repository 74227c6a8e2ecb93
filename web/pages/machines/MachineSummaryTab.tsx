import { Link, Outlet } from 'react-router'
import type { Machine } from '../../../contract/machine.ts'
import { Card, Facts } from '../../ui/Card.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Quantity } from '../../ui/Quantity.tsx'
import { Tags } from '../../ui/Tag.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import { Copied } from './Copied.tsx'
import { creationWords, domainStateWords } from './machine-words.ts'
import { useMachine } from './machine-queries.ts'
import { CoresCell, MemoryCell, StorageCell } from './MachineCells.tsx'
import { summaryOf } from './machine-summary.ts'
import styles from './MachineSummaryTab.module.css'

/** `/machines/abc123` */
export function Component() {
  const machine = useMachine()
  return (
    <div className={styles.tab}>
      {machine.status_message === '' ? null : (
        <Notice tone="info" title={machine.status_message} announce />
      )}
      <div className={styles.cards}>
        <Card>
          <h2 className={styles.heading}>Machine</h2>
          <Facts items={belongings(machine)} />
        </Card>
        <Card>
          <h2 className={styles.heading}>Hardware</h2>
          <Facts items={hardware(machine)} />
        </Card>
        <Card>
          <h2 className={styles.heading}>Virtual machine</h2>
          <Facts items={domain(machine)} />
        </Card>
      </div>
      <Outlet />
    </div>
  )
}

const belongings = (machine: Machine) => [
  { label: 'FQDN', value: <Copied text={machine.fqdn} what="FQDN" /> },
  { label: 'System ID', value: <Copied text={machine.system_id} what="system ID" mono /> },
  {
    label: 'IP addresses',
    value:
      machine.ip_addresses.length > 0 ? (
        machine.ip_addresses.map((address) => (
          <Copied key={address} text={address} what={address} mono />
        ))
      ) : (
        <Unknown reason="No address of it is known." />
      ),
  },
  { label: 'Owner', value: machine.owner || <Unknown reason="Nobody holds this machine." /> },
  { label: 'Zone', value: machine.zone.name },
  { label: 'Resource pool', value: machine.pool.name },
  {
    label: 'Tags',
    value:
      machine.tag_names.length > 0 ? (
        <Tags names={machine.tag_names} />
      ) : (
        <span className={styles.none}>No tags</span>
      ),
  },
  ...(machine.description === ''
    ? []
    : [
        { label: 'Description', value: <span className={styles.text}>{machine.description}</span> },
      ]),
]

const hardware = (machine: Machine) => [
  { label: 'Architecture', value: machine.architecture },
  { label: 'CPU cores', value: <CoresCell machine={summaryOf(machine)} /> },
  {
    label: 'CPU speed',
    value:
      machine.cpu_speed > 0 ? (
        <Quantity amount={(machine.cpu_speed / 1000).toFixed(1)} unit="GHz" />
      ) : (
        <Unknown reason="The host does not tell." />
      ),
  },
  { label: 'RAM', value: <MemoryCell machine={summaryOf(machine)} /> },
  { label: 'Storage', value: <StorageCell machine={summaryOf(machine)} /> },
  { label: 'Disks', value: machine.blockdevice_set.length },
  { label: 'Interfaces', value: machine.interface_set.length },
]

const domain = ({ pod, podyard }: Machine) => [
  { label: 'Pod', value: pod ? <Link to={`/pods/${pod.id}`}>{pod.name}</Link> : null },
  { label: 'Domain', value: <Copied text={podyard.domain_name} what="domain name" mono /> },
  { label: 'UUID', value: <Copied text={podyard.domain_uuid} what="UUID" mono /> },
  { label: 'State', value: domainStateWords[podyard.domain_state] },
  { label: 'Origin', value: creationWords[podyard.creation] },
]
