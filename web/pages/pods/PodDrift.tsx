import { Link } from 'react-router'
import type { Drift, DriftSubject } from '../../../contract/drift.ts'
import type { Pod } from '../../../contract/pod.ts'
import { Notice, type Tone } from '../../ui/Notice.tsx'
import styles from './PodDrift.module.css'

const tones: Partial<Record<Drift['kind'], Tone>> = {
  machine_missing: 'negative',
  disk_missing: 'negative',
  default_pool_missing: 'negative',
}

/** Where the host is not as Podyard knows it, or not as it should be: what it means, and what to do. */
export function PodDrift({ pod }: { pod: Pod }) {
  const { drift } = pod.podyard
  if (drift.length === 0) return null
  return (
    <section aria-label="Drift">
      <ul className={styles.list}>
        {drift.map(({ kind, title, meaning, fix, subjects }) => (
          <li key={`${kind} ${title}`}>
            <Notice tone={tones[kind] ?? 'caution'} title={title} announce={false}>
              <p>
                {meaning} {fix}
              </p>
              {subjects.length === 0 ? null : <Subjects subjects={subjects} />}
            </Notice>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Subjects({ subjects }: { subjects: readonly DriftSubject[] }) {
  return (
    <ul className={styles.subjects} aria-label="Machines">
      {subjects.map(({ name, system_id }) => (
        <li key={system_id ?? name}>
          {system_id === null ? name : <Link to={`/machines/${system_id}`}>{name}</Link>}
        </li>
      ))}
    </ul>
  )
}
