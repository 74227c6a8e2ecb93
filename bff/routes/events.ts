import { type Event, eventLevels, type Events, mostEvents } from '../../contract/event.ts'
import type { Parsed } from '../../contract/endpoints.ts'
import { apiRoot } from '../../contract/root.ts'
import { AppError } from '../errors.ts'
import type { Call, Handlers } from '../handlers.ts'
import type { StoredEvent } from '../store/events.ts'
import type { MachineQuery } from '../store/machines.ts'
import type { Store } from '../store/store.ts'
import { isAnywhere } from './machine-pages.ts'

type Filters = Parsed<'eventQuery'>

const defaultLimit = 100

export function eventRoutes(store: Store): Pick<Handlers, 'eventQuery'> {
  return {
    eventQuery: async (filters, call) => {
      const limit = readLimit(filters)
      const level = readLevel(filters, call)
      const { before, after } = filters
      if (before !== undefined && after !== undefined) {
        throw new AppError('bad_request', 'Give before or after, not both.')
      }
      // Nothing worse than INFO is recorded.
      const none = level === 'more' || !isAnywhere(filters)
      const stored = none
        ? []
        : await store.events.query({
            ofHosts: level === 'hosts',
            machines: machineQuery(filters),
            usernames: filters.owner,
            before,
            after,
            limit,
          })
      return page(stored.map(toEvent), filters)
    },
  }
}

function readLimit({ limit = defaultLimit }: Filters): number {
  if (limit <= mostEvents) return limit
  throw new AppError(
    'bad_request',
    `Requested number of events ${limit} is greater than limit: ${mostEvents}`,
  )
}

function readLevel({ level = 'INFO' }: Filters, { user }: Call): 'hosts' | 'everything' | 'more' {
  const wanted = level.toUpperCase()
  if (wanted === 'AUDIT') {
    if (user.is_superuser) return 'everything'
    throw new AppError('forbidden', 'The audit trail is reserved for admin users.')
  }
  const rank = eventLevels.findIndex((each) => each === wanted)
  if (rank < 0) throw new AppError('bad_request', `Unrecognised log level: ${level}`)
  return rank > eventLevels.indexOf('INFO') ? 'more' : 'hosts'
}

/** Undefined where no machine is asked for. */
function machineQuery(filters: Filters): MachineQuery | undefined {
  const { hostname, mac_address, id, domain, zone, agent_name } = filters
  if (![hostname, mac_address, id, domain, zone, agent_name].some(Boolean)) return undefined
  return {
    hostnames: hostname,
    macAddresses: mac_address,
    systemIds: id,
    zones: zone,
    agentNames: agent_name,
  }
}

function toEvent({ id, at, username, action, subject, detail }: StoredEvent): Event {
  const isMachine = action.startsWith('machine.')
  const name = subject.slice(subject.indexOf(' ') + 1)
  const hostname = isMachine ? String(detail['hostname']) : ''
  const { failed, comment } = detail
  const type = typeOf(action, failed !== undefined)
  const words = [failed, comment].find((each) => typeof each === 'string')
  return {
    username,
    node: isMachine ? name : null,
    hostname,
    id,
    level: isMachine || action.startsWith('pod.') ? 'INFO' : 'AUDIT',
    created: created(at),
    type,
    description: `${type}: ${isMachine ? hostname : name}${words === undefined ? '' : `. ${words}`}`,
  }
}

const participles: Record<string, string> = {
  create: 'created',
  update: 'updated',
  delete: 'deleted',
  refresh: 'refreshed',
  compose: 'composed',
  decompose: 'decomposed',
  set_owner_data: 'owner data set',
  open_console: 'console opened',
  allocate: 'allocated',
  commission: 'commissioned',
  release: 'released',
  abort: 'aborted',
  power_on: 'powered on',
  power_off: 'powered off',
  lock: 'locked',
  unlock: 'unlocked',
  mark_broken: 'marked broken',
  mark_fixed: 'marked fixed',
  update_nodes: 'given to or taken from machines',
}

/** `resource pool.update` -> `Resource pool updated`; `machine.power_on`, failed -> `Machine not powered on` */
function typeOf(action: string, failed: boolean): string {
  const [noun = '', verb = ''] = action.replaceAll('api_key', 'API key').split('.')
  const done = participles[verb] ?? verb.replaceAll('_', ' ')
  const words = `${noun} ${failed ? 'not ' : ''}${done}`.trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** `Mon, 02 Jan. 2006 15:04:05` */
function created(at: string): string {
  const [weekday, day, month, year, time] = new Date(at).toUTCString().split(' ')
  return `${weekday} ${day} ${month}. ${year} ${time}`
}

/** Older and newer ones are found under the same filters; an empty page stays where it was asked for. */
function page(events: Event[], { before, after, ...filters }: Filters): Events {
  const newest = events[0]?.id ?? after ?? (before ?? 1) - 1
  const oldest = events.at(-1)?.id ?? newest + 1
  const uri = (bound: 'before' | 'after', id: number) => {
    const query = new URLSearchParams({ op: 'query' })
    for (const [name, value] of Object.entries({ limit: defaultLimit, ...filters })) {
      for (const each of [value ?? []].flat()) query.append(name, String(each))
    }
    query.append(bound, String(id))
    return `${apiRoot}events/?${query}`
  }
  return {
    count: events.length,
    events,
    next_uri: uri('after', newest),
    prev_uri: uri('before', oldest),
  }
}
