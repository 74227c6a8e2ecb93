import { queryOptions, useQuery } from '@tanstack/react-query'
import { client, sessionKey } from './client.ts'

export const sessionQuery = queryOptions({
  queryKey: sessionKey,
  queryFn: ({ signal }) => client.sessionRead(undefined, { signal }),
  staleTime: Infinity,
})

/** Who is logged in; the frame's loader has seen to it that somebody is. */
export const useUser = () => useQuery(sessionQuery).data?.user ?? undefined

/** Why this user may not change anything; undefined for an admin. Made for `disabledReason`. */
export const useAdminReason = () =>
  useUser()?.is_superuser === true ? undefined : 'Only an admin can do this.'
