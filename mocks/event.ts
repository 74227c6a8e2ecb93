import type { Event } from '../contract/event.ts'
import type { Parsed } from '../contract/endpoints.ts'
import { apiRoot } from '../contract/root.ts'
import { currentUser, type Db, type MachineRow } from './db.ts'
import type { HandlersOf } from './handler.ts'

const defaultLimit = 100
const kept = 1000

/** What is done to machines is recorded; everything else is not. */
export const eventHandlers: HandlersOf<'event'> = {
  eventQuery({ before, after, limit = defaultLimit, ...filters }, db) {
    const found = (db.events ?? []).filter((event) => isMeant(event, filters))
    const newer = after === undefined ? found : found.filter(({ id }) => id > after).slice(-limit)
    const events = newer.filter(({ id }) => before === undefined || id < before).slice(0, limit)
    const newest = events[0]?.id ?? after ?? (before ?? 1) - 1
    const oldest = events.at(-1)?.id ?? newest + 1
    const query = new URLSearchParams({ op: 'query', limit: String(limit) })
    for (const id of filters.id ?? []) query.append('id', id)
    return {
      count: events.length,
      events,
      next_uri: `${apiRoot}events/?${query}&after=${newest}`,
      prev_uri: `${apiRoot}events/?${query}&before=${oldest}`,
    }
  },
}

type Filters = Omit<Parsed<'eventQuery'>, 'before' | 'after' | 'limit'>

const isMeant = ({ node, hostname, username }: Event, { id, hostname: names, owner }: Filters) =>
  (id === undefined || (node !== null && id.includes(node))) &&
  (names === undefined || names.includes(hostname)) &&
  (owner === undefined || owner.includes(username))

/** `words` follow the word Machine: `powered on`, `not powered on`. */
export function recordEvent(
  db: Db,
  { system_id, hostname }: MachineRow,
  words: string,
  why?: string,
): void {
  const [newest] = (db.events ??= [])
  const type = `Machine ${words}`
  db.events.unshift({
    username: currentUser(db)?.username ?? '',
    node: system_id,
    hostname,
    id: (newest?.id ?? 0) + 1,
    level: 'INFO',
    created: created(new Date(db.now())),
    type,
    description: `${type}: ${hostname}${why ? `. ${why}` : ''}`,
  })
  db.events.splice(kept)
}

/** `Mon, 02 Jan. 2006 15:04:05` */
function created(at: Date): string {
  const [weekday, day, month, year, time] = at.toUTCString().split(' ')
  return `${weekday} ${day} ${month}. ${year} ${time}`
}
