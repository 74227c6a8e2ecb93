import type { Pod, StoragePoolDetails } from '../../../contract/pod.ts'
import { Meter, MeterLegend } from '../../ui/Meter.tsx'
import { StatusDot } from '../../ui/StatusDot.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import { inOneWord, storageAmount } from '../../util/units.ts'
import styles from './PodStorage.module.css'
import { stateWords, typeTitle } from './storage/pool-words.ts'

/** Each storage pool of the host; figures of one that is not active are unknown. */
export function PodStorage({ pod }: { pod: Pod }) {
  const pools = pod.podyard.storage_pools
  return (
    <section className={styles.storage}>
      <h2 className={styles.title}>Storage</h2>
      {pools.length === 0 ? (
        <p className={styles.none}>
          The host has no storage pool. Machines need one for their disks.
        </p>
      ) : (
        <>
          <ul className={styles.pools}>
            {pools.map((pool) => (
              <Pool key={pool.id} pool={pool} />
            ))}
          </ul>
          <div className={styles.legend}>
            <MeterLegend parts={['used', 'free']} />
          </div>
        </>
      )}
    </section>
  )
}

function Pool({ pool }: { pool: StoragePoolDetails }) {
  return (
    <li className={styles.pool}>
      <div className={styles.name}>
        <p>
          <strong title={pool.name}>{pool.name}</strong>
          {pool.default ? <span className={styles.default}> (default)</span> : null}
        </p>
        <p className={styles.path} title={pool.path ?? undefined}>
          {pool.path ?? <Unknown reason="The host tells no path for this pool." />}
        </p>
      </div>
      <div className={styles.size}>
        <p>{typeTitle(pool.type)}</p>
        <p>{bytes(pool.total, pool)}</p>
      </div>
      <div className={styles.meter}>
        {pool.total === null || pool.used === null ? (
          <StatusDot tone="idle">{stateWords[pool.state]}</StatusDot>
        ) : (
          <Meter
            label={`Storage pool ${pool.name}`}
            used={pool.used}
            limit={pool.total}
            format={size}
            size="large"
            caption="numbers"
          />
        )}
      </div>
    </li>
  )
}

const size = (amount: number) => (amount === 0 ? '0' : inOneWord(storageAmount(amount)))

const bytes = (amount: number | null, { state }: StoragePoolDetails) =>
  amount === null ? (
    <Unknown
      reason={`The pool is ${stateWords[state].toLowerCase()}; the host tells no figures.`}
    />
  ) : (
    size(amount)
  )
