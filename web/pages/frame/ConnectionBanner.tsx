import { useEffect, useState } from 'react'
import { reconnectNow } from '../../api/stream.ts'
import { connectionStore } from '../../stores/connection.ts'
import { useStore } from '../../stores/store.ts'
import { Age } from '../../ui/Age.tsx'
import { Button } from '../../ui/Button.tsx'
import { Icon } from '../../ui/Icon.tsx'
import styles from './ConnectionBanner.module.css'

/** A reload of the server is over sooner than this. */
const patienceMs = 3000

/** Says that what is shown grows old, since when, and that it mends itself. */
export function ConnectionBanner() {
  const { state, since } = useStore(connectionStore)
  return state === 'lost' ? <Lost key={since} since={since} /> : null
}

function Lost({ since }: { since: number }) {
  const [patient, setPatient] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  if (patient) return null
  return (
    <div className={styles.banner} role="alert">
      <div className={styles.inner}>
        <Icon name="alert" />
        <span>
          <strong>Podyard does not answer.</strong> It was last heard{' '}
          <Age since={new Date(since).toISOString()} always />, and is tried again by itself.
        </span>
        <Button size="small" onClick={reconnectNow}>
          Try now
        </Button>
      </div>
    </div>
  )
}
