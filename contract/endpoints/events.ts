import type { Endpoint } from '../endpoint.ts'
import { EventFilters, Events } from '../event.ts'
import { at } from '../root.ts'

export const eventEndpoints = {
  eventQuery: {
    method: 'GET',
    path: at('events/'),
    op: 'query',
    access: 'user',
    input: EventFilters,
    response: Events,
    errors: ['invalid_input', 'bad_request', 'forbidden'],
    handler: 'Events',
    doc: 'Query events\n\nWhat was done to pods and machines, newest first. Filters of different names are all to be met.',
  },
} as const satisfies Record<string, Endpoint>
