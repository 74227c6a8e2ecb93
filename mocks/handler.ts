import type { metricsEndpoints } from '../contract/endpoints/metrics.ts'
import type { EndpointName, Output, Parsed } from '../contract/endpoints.ts'
import type { Db } from './db.ts'

export type Call = {
  /** Aborted when whoever asked has gone. */
  signal: AbortSignal
}

export type MockHandler<N extends EndpointName> = (
  input: Parsed<N>,
  db: Db,
  call: Call,
) => Output<N> | Promise<Output<N>>

/** One handler per endpoint of the contract: a missing one does not compile. */
export type MockHandlers = { [N in EndpointName]: MockHandler<N> }

/** The handlers of the endpoints whose names begin so, but for those that are in a file of their own. */
export type HandlersOf<Prefix extends string> = Pick<
  MockHandlers,
  Exclude<Extract<EndpointName, `${Prefix}${Capitalize<string>}`>, keyof typeof metricsEndpoints>
>
