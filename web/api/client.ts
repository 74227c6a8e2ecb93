import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError, createClient } from '../../contract/client.ts'
import type { Session } from '../../contract/user.ts'
import { sessionEndedStore, somethingUnsaved } from '../stores/unsaved.ts'

declare module '@tanstack/react-query' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- it extends the library's own
  interface Register {
    defaultError: ApiError
  }
}

export const sessionKey = ['sessionRead', {}] as const

let leave = () => {}

/** Called once by main: where to go when the server no longer knows us. */
export function onLoggedOut(listener: () => void) {
  leave = listener
}

/** The server no longer knows us: the session ended, elsewhere or by age. */
export function loggedOut() {
  const session = queryClient.getQueryData<Session>(sessionKey)
  if (!session?.user) return
  // To leave now would lose it.
  if (somethingUnsaved()) return sessionEndedStore.set(true)
  queryClient.setQueryData<Session>(sessionKey, { ...session, user: null, csrf_token: null })
  leave()
}

function watch(error: Error) {
  if (!(error instanceof ApiError)) return
  if (error.problem.code === 'not_authenticated') loggedOut()
  // The token is older than the session: the next attempt carries a new one.
  if (error.problem.code === 'csrf_failed') {
    void queryClient.invalidateQueries({ queryKey: sessionKey })
  }
}

const unreachable = (error: Error) =>
  error instanceof ApiError && (error.status === 0 || error.status >= 502)

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watch }),
  mutationCache: new MutationCache({ onError: watch }),
  defaultOptions: {
    queries: {
      // The stream tells of every change; this catches what a sleeping laptop missed.
      staleTime: 60_000,
      networkMode: 'always',
      retry: (count, error) => unreachable(error) && count < 2,
      retryDelay: (count) => 500 * 2 ** count,
    },
    mutations: { networkMode: 'always' },
  },
})

export const client = createClient({
  headers: () => {
    const token = queryClient.getQueryData<Session>(sessionKey)?.csrf_token
    return token ? { 'X-CSRFToken': token } : {}
  },
})
