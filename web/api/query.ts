import { queryOptions } from '@tanstack/react-query'
import type { CallOptions } from '../../contract/client.ts'
import type { EndpointName, endpoints, Input, Output } from '../../contract/endpoints.ts'
import { client, queryClient } from './client.ts'
import { sessionQuery } from './session.ts'

type ReadName = {
  [N in EndpointName]: (typeof endpoints)[N]['method'] extends 'GET' ? N : never
}[EndpointName]

type Args<N extends ReadName> =
  unknown extends Input<N> ? [] : {} extends Input<N> ? [input?: Input<N>] : [input: Input<N>]

/**
 * A query of one endpoint, to be written once beside its page: `const podsQuery = apiQuery('podList')`.
 * Its key is [name, input], which is what the stream invalidates.
 */
export function apiQuery<N extends ReadName>(name: N, ...[input]: Args<N>) {
  const call = client[name] as (input: unknown, options: CallOptions) => Promise<Output<N>>
  return queryOptions({
    queryKey: [name, input ?? {}] as const,
    queryFn: ({ signal }) => call(input, { signal }),
  })
}

const patienceMs = 200

/**
 * For loaders: starts the queries and waits for them no longer than one notices.
 * What comes in time is shown at once; for the rest the page shows its skeleton.
 * Nothing is asked in the name of nobody: the frame's loader then leads to the login.
 */
export async function preload(...queries: readonly { queryKey: readonly unknown[] }[]) {
  const { user } = await queryClient.ensureQueryData(sessionQuery)
  if (!user) return null
  const all = queries.map((query) => queryClient.prefetchQuery(query))
  await Promise.race([Promise.all(all), sleep(patienceMs)])
  return null
}

const sleep = (ms: number) =>
  new Promise<void>((resolve) => {
    setTimeout(resolve, ms)
  })
