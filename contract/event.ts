import * as z from 'zod/mini'
import { doc, repeated, text, wholeNumber } from './fields.ts'

/** MAAS's names, the least first. AUDIT stands beside them: it asks for every change, whatever it was made to. */
export const eventLevels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const

export const mostEvents = 1000

export const Event = z.object({
  /** Who did it. */
  username: z.string(),
  /** system_id of the machine it was done to; null for anything else. */
  node: z.nullable(z.string()),
  /** Its hostname then; empty for anything else. */
  hostname: z.string(),
  id: z.int(),
  level: z.enum(['INFO', 'AUDIT']),
  /** UTC: `Mon, 02 Jan. 2006 15:04:05`. */
  created: z.string(),
  type: z.string(),
  description: z.string(),
})
export type Event = z.infer<typeof Event>

const filter = (description: string) => z.optional(doc(repeated(), description))
const eventId = (description: string) => z.optional(doc(wholeNumber(0, 2 ** 31 - 1), description))

export const EventFilters = z.object({
  hostname: filter('Only events of machines with this hostname; may be repeated.'),
  mac_address: filter('Only events of machines with this MAC address; may be repeated.'),
  id: filter('Only events of machines with this system_id; may be repeated.'),
  domain: filter('Only events of machines in the DNS domain of this name; may be repeated.'),
  zone: filter('Only events of machines in the zone of this name; may be repeated.'),
  agent_name: filter('Only events of machines allocated under this agent name; may be repeated.'),
  owner: filter('Only what this user did; may be repeated.'),
  level: z.optional(
    doc(
      text(),
      'Least level: DEBUG, INFO (the default: pods and machines), WARNING, ERROR, CRITICAL; or AUDIT, for admins: everything.',
    ),
  ),
  limit: z.optional(
    doc(wholeNumber(1, 2 ** 31 - 1), `At most so many, up to ${mostEvents}. Default: 100.`),
  ),
  before: eventId('Only events with a lower ID than this.'),
  after: eventId('Only events with a higher ID than this, the next ones.'),
})

/** Newest first. */
export const Events = z.object({
  /** How many there are here. */
  count: z.int(),
  events: z.array(Event),
  /** Where newer ones will be. */
  next_uri: z.string(),
  /** Where older ones are. */
  prev_uri: z.string(),
})
export type Events = z.infer<typeof Events>
