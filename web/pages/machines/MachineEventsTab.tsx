import { useSuspenseInfiniteQuery } from '@tanstack/react-query'
import type { Event } from '../../../contract/event.ts'
import { Age } from '../../ui/Age.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Unknown } from '../../ui/Unknown.tsx'
import { SerialLog } from './console/SerialLog.tsx'
import { eventTime, machineEventsQuery } from './machine-events.ts'
import { useMachine } from './machine-queries.ts'
import styles from './MachineEventsTab.module.css'

/** `/machines/abc123/events` */
export function Component() {
  const { system_id } = useMachine()
  return (
    <>
      <MachineEvents systemId={system_id} />
      <SerialLog systemId={system_id} />
    </>
  )
}

function MachineEvents({ systemId: system_id }: { systemId: string }) {
  const query = useSuspenseInfiniteQuery(machineEventsQuery(system_id))
  const events = query.data.pages.flatMap((page) => page.events)
  if (events.length === 0) {
    return (
      <EmptyState title="Nothing has happened to this machine yet.">
        Whatever is done to it appears here, with who did it and when.
      </EmptyState>
    )
  }
  return (
    <section>
      <h2 className="visually-hidden">Events</h2>
      <ol className={styles.events}>
        {events.map((event) => (
          <EventLine key={event.id} event={event} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <div className={styles.more}>
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show older events
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function EventLine({ event }: { event: Event }) {
  const at = eventTime(event.created)
  return (
    <li className={styles.event}>
      <span className={styles.time}>
        {new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' })}
      </span>
      <span className={styles.what}>{event.description}</span>
      <span className={styles.who}>
        {event.username || <Unknown reason="Podyard itself, or its host." />}
      </span>
      <span className={styles.age}>
        <Age since={at} always />
      </span>
    </li>
  )
}
