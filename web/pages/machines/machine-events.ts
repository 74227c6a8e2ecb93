import { infiniteQueryOptions } from '@tanstack/react-query'
import { client } from '../../api/client.ts'

const eventsPerPage = 50

/** What happened to one machine, newest first, page by page. */
export const machineEventsQuery = (systemId: string) =>
  infiniteQueryOptions({
    queryKey: ['eventQuery', { id: [systemId] }] as const,
    queryFn: ({ pageParam, signal }) =>
      client.eventQuery(
        {
          id: [systemId],
          limit: eventsPerPage,
          ...(pageParam === undefined ? {} : { before: pageParam }),
        },
        { signal },
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ events }) =>
      events.length < eventsPerPage ? undefined : events.at(-1)?.id,
  })

/** The API tells times as MAAS does, in UTC: `Mon, 02 Jan. 2006 15:04:05` -> ISO 8601. */
export const eventTime = (created: string) =>
  new Date(`${created.replace('.', '')} UTC`).toISOString()
