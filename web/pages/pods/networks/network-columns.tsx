import type { Network } from '../../../../contract/network.ts'
import type { Column } from '../../../table/column.ts'
import { StatusDot } from '../../../ui/StatusDot.tsx'
import { Unknown } from '../../../ui/Unknown.tsx'
import { TwoLines } from '../../machines/MachineCells.tsx'
import styles from '../HostTab.module.css'
import { MachineLinks } from '../MachineLinks.tsx'

const modes: Record<string, string> = { nat: 'NAT', route: 'Routed', bridge: 'Bridged' }

/** libvirt's word where we have none of our own. */
export const modeTitle = (forward: string | null) =>
  forward === null ? 'Isolated' : (modes[forward] ?? forward)

const autostartWords = (autostart: boolean | null) =>
  autostart === null ? (
    <Unknown reason="The host has not told it." />
  ) : autostart ? (
    'Starts with the host'
  ) : (
    'Started by hand'
  )

export const networkColumns: Column<Network>[] = [
  {
    id: 'name',
    header: 'Name',
    subheader: 'Domain',
    width: '20%',
    cell: ({ name, domain }) => (
      <TwoLines
        first={
          <span className={styles.strong} title={name}>
            {name}
          </span>
        }
        second={domain}
      />
    ),
    sortBy: ({ name }) => name,
  },
  {
    id: 'state',
    header: 'State',
    subheader: 'Autostart',
    width: '150px',
    cell: ({ active, autostart }) => (
      <TwoLines
        first={
          <StatusDot tone={active ? 'positive' : 'idle'}>
            {active ? 'Active' : 'Inactive'}
          </StatusDot>
        }
        second={autostartWords(autostart)}
      />
    ),
    sortBy: ({ active }) => (active ? 'Active' : 'Inactive'),
  },
  {
    id: 'mode',
    header: 'Mode',
    width: '100px',
    cell: ({ forward }) => modeTitle(forward),
    sortBy: ({ forward }) => modeTitle(forward),
  },
  {
    id: 'bridge',
    header: 'Bridge',
    width: '110px',
    cell: ({ bridge }) => bridge ?? <Unknown reason="The host tells no bridge for this network." />,
    sortBy: ({ bridge }) => bridge,
  },
  {
    id: 'addresses',
    header: 'Addresses',
    subheader: 'DHCP',
    onCard: 'full',
    cell: ({ addresses, forward }) =>
      addresses.length === 0 ? (
        <span className={styles.muted}>
          {forward === 'bridge' ? 'Those of the network it joins' : 'None'}
        </span>
      ) : (
        <TwoLines
          first={addresses.map(({ address, prefix }) => `${address}/${prefix}`).join(', ')}
          second={dhcpWords(addresses)}
        />
      ),
    sortBy: ({ addresses }) => addresses[0]?.address ?? null,
  },
  {
    id: 'machines',
    header: 'Machines',
    width: '22%',
    onCard: 'full',
    cell: ({ machines }) =>
      machines.length === 0 ? (
        <span className={styles.muted}>Not used</span>
      ) : (
        <MachineLinks machines={machines} />
      ),
    sortBy: ({ machines }) => machines.length,
  },
]

function dhcpWords(addresses: Network['addresses']): string {
  const ranges = addresses.flatMap(({ dhcp }) => dhcp)
  return ranges.length === 0
    ? 'No DHCP'
    : `DHCP ${ranges.map(({ start, end }) => `${start} to ${end}`).join(', ')}`
}
