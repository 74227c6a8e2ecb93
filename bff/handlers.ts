import type { EndpointName, endpoints, Output, Parsed } from '../contract/endpoints.ts'
import type { FreshSession } from './services/sessions.ts'
import type { SessionUser, StoredSession } from './store/sessions.ts'

/** A request that anyone may make. */
export type OpenCall = {
  user: SessionUser | null
  /** The session of the browser; null for API keys and strangers. */
  session: StoredSession | null
  requestId: string
  /** Where the request came from. */
  ip: string
  /** Aborted when the client has gone. */
  signal: AbortSignal
  /** Gives the browser the cookie of a session, or takes it away. */
  setCookie: (session: Pick<FreshSession, 'token'> | null) => void
}

/** A request of a known user. */
export type Call = OpenCall & { user: SessionUser }

type CallOf<N extends EndpointName> = (typeof endpoints)[N]['access'] extends 'anyone'
  ? OpenCall
  : Call

/** One function per endpoint; one that is missing is a type error. Access was checked and the input parsed before. */
export type Handlers = {
  [N in EndpointName]: (input: Parsed<N>, call: CallOf<N>) => Promise<Output<N>>
}
