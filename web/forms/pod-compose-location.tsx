import { type Control, useController, useWatch } from 'react-hook-form'
import type { Pod, StoragePoolDetails } from '../../contract/pod.ts'
import { freeForDisks } from '../../contract/rules/storage-room.ts'
import { Meter, MeterLegend } from '../ui/Meter.tsx'
import { Picker } from '../ui/Picker.tsx'
import { inOneWord, storageAmount } from '../util/units.ts'
import { poolOfRow, requestsByPool } from './pod-compose-check.ts'
import type { ComposeValues } from './pod-compose-values.ts'
import styles from './pod-compose.module.css'

type PodComposeLocationProps = {
  control: Control<ComposeValues>
  disabled: boolean
  pod: Pod
  /** Of the disk. */
  index: number
  /** Fields whose refusals depend on it. */
  deps: `disk_rows.${number}.capacity`[]
}

/** Which storage pool a disk goes to: each with what is used, what this machine asks for, and what is left. */
export function PodComposeLocation(props: PodComposeLocationProps) {
  const { control, disabled, pod, index, deps } = props
  const { ref, value, onChange } = useController({
    control,
    name: `disk_rows.${index}.location`,
    rules: { deps },
  }).field
  const rows = useWatch({ control, name: 'disk_rows' })
  const requests = requestsByPool(pod, rows)
  const pools = pod.podyard.storage_pools.filter(({ state }) => state === 'running')
  const chosen = poolOfRow(pod, { location: value })
  return (
    <Picker
      ref={ref}
      label={`Location of disk ${index + 1}`}
      value={chosen?.id ?? ''}
      options={pools.map((pool) => ({
        value: pool.id,
        label: titleOf(pool),
        content: <Pool pool={pool} requested={requests.get(pool.id) ?? 0} />,
      }))}
      onChange={onChange}
      placeholder={pools.length === 0 ? 'No active storage pool' : 'The first with room'}
      disabled={disabled || pools.length === 0}
      heading={<MeterLegend parts={['used', 'requested', 'free']} />}
    />
  )
}

const titleOf = (pool: StoragePoolDetails) => `${pool.name}${pool.default ? ' (default)' : ''}`

const size = (bytes: number) => (bytes === 0 ? '0' : inOneWord(storageAmount(bytes)))

function Pool({ pool, requested }: { pool: StoragePoolDetails; requested: number }) {
  const total = pool.total ?? 0
  // What thin disks may still grow into is free to no new one.
  const used = total - (freeForDisks(pool) ?? 0)
  return (
    <div className={styles.pool}>
      <div className={styles.poolName}>
        <p>
          <strong>{pool.name}</strong>
          {pool.default ? ' (default)' : null}
        </p>
        <p className={styles.muted}>{pool.path}</p>
      </div>
      <div className={styles.poolSize}>
        <p>{pool.type === 'logical' ? 'LVM' : pool.type}</p>
        <p>{size(total)}</p>
      </div>
      <Meter
        label={`Storage pool ${pool.name}`}
        used={used}
        requested={requested}
        limit={total}
        format={size}
        size="large"
        caption="parts"
        inside
      />
    </div>
  )
}
