import { Link } from 'react-router'
import type { PodStoragePool } from '../../../../contract/storage.ts'
import type { Column } from '../../../table/column.ts'
import { LiveValue } from '../../../ui/LiveValue.tsx'
import { Meter } from '../../../ui/Meter.tsx'
import { StatusDot } from '../../../ui/StatusDot.tsx'
import { Unknown } from '../../../ui/Unknown.tsx'
import { inOneWord, storageAmount } from '../../../util/units.ts'
import styles from '../HostTab.module.css'
import { MachineLinks } from '../MachineLinks.tsx'
import { TwoLines } from '../../machines/MachineCells.tsx'
import { stateTones, stateWords, typeTitle } from './pool-words.ts'

/** `selected` is the pool whose volumes are shown. */
export const poolColumns = (selected: string | undefined): Column<PodStoragePool>[] => [
  {
    id: 'name',
    header: 'Name',
    subheader: 'Path',
    width: '26%',
    cell: ({ id, name, path, default: isDefault }) => (
      <TwoLines
        first={
          <>
            <Link
              to={{ search: `?pool=${encodeURIComponent(name)}` }}
              className={styles.strong}
              aria-current={id === selected ? 'true' : undefined}
              title={`Volumes of ${name}`}
              preventScrollReset
              replace
            >
              {name}
            </Link>
            {isDefault ? <span className={styles.muted}> (default)</span> : null}
          </>
        }
        second={
          path === null ? (
            <Unknown reason="The host tells no path for this pool." />
          ) : (
            <span title={path}>{path}</span>
          )
        }
      />
    ),
    sortBy: ({ name }) => name,
  },
  {
    id: 'state',
    header: 'State',
    subheader: 'Autostart',
    width: '150px',
    cell: ({ state, autostart }) => (
      <TwoLines
        first={<StatusDot tone={stateTones[state]}>{stateWords[state]}</StatusDot>}
        second={autostart ? 'Starts with the host' : 'Started by hand'}
      />
    ),
    sortBy: ({ state }) => stateWords[state],
  },
  {
    id: 'type',
    header: 'Type',
    width: '80px',
    cell: ({ type }) => typeTitle(type),
    sortBy: ({ type }) => typeTitle(type),
  },
  {
    id: 'used',
    header: 'Used',
    onCard: 'full',
    cell: ({ name, state, used, total }) =>
      used === null || total === null ? (
        <Unknown
          reason={`The pool is ${stateWords[state].toLowerCase()}; the host tells no figures.`}
        />
      ) : (
        <LiveValue value={`${used} of ${total}`}>
          <Meter label={`Storage pool ${name}`} used={used} limit={total} format={size} />
        </LiveValue>
      ),
    sortBy: ({ used }) => used,
  },
  {
    id: 'volumes',
    header: 'Volumes',
    width: '90px',
    align: 'end',
    cell: ({ volume_count }) =>
      volume_count ?? <Unknown reason="The host has not told the volumes of this pool yet." />,
    sortBy: ({ volume_count }) => volume_count,
  },
  {
    id: 'machines',
    header: 'Machines',
    width: '20%',
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

const size = (bytes: number) => (bytes === 0 ? '0' : inOneWord(storageAmount(bytes)))
