import { apiRoot } from '../contract/root.ts'
import type { HandlersOf } from './handler.ts'

const uri = `${apiRoot}events/?op=query&limit=100`

/** What is done to the mocked server is recorded nowhere. */
export const eventHandlers: HandlersOf<'event'> = {
  eventQuery: () => ({
    count: 0,
    events: [],
    next_uri: `${uri}&after=0`,
    prev_uri: `${uri}&before=1`,
  }),
}
