import { delayOf } from '../delay.ts'
import type { Hop, OnStage, Stage, StageFacts, StageReport } from './stages.ts'
import type { TransportErrorCode } from './error-code.ts'
import { TransportError } from './transport-error.ts'

type AnyStage = keyof StageFacts

/** Milliseconds each step may take. */
export type StageTimeouts<S extends AnyStage = Stage> = Readonly<Record<S, number>>

const timeoutCode: Readonly<Record<AnyStage, TransportErrorCode>> = {
  dns: 'dns_timeout',
  tcp: 'tcp_timeout',
  tls: 'handshake_timeout',
  host_key: 'handshake_timeout',
  login: 'login_timeout',
  socket: 'socket_timeout',
}

export interface StageContext<S extends AnyStage = Stage> {
  readonly onStage: OnStage<S>
  readonly timeoutsMs: StageTimeouts<S>
  readonly signal: AbortSignal | undefined
  /** The jump host that the steps lead to, if it is one. */
  readonly hop?: Hop
}

/**
 * Runs one step: reports its start and its end and bounds its time. The work itself goes on after
 * a timeout or an abort until its caller pulls the socket away.
 *
 * @throws TransportError, or the signal's reason
 */
export async function runStage<S extends AnyStage, T extends { readonly facts: StageFacts[S] }>(
  stage: S,
  { onStage, timeoutsMs, signal, hop }: StageContext<S>,
  work: () => Promise<T>,
): Promise<T> {
  const report = (rest: object) =>
    onStage({ stage, ...rest, ...(hop && { hop }) } as StageReport<S>)
  report({ status: 'start' })
  try {
    const result = await inTime(stage, timeoutsMs[stage], signal, work)
    report({ status: 'ok', facts: result.facts })
    return result
  } catch (error) {
    if (!(error instanceof TransportError)) throw error
    report({ status: 'failed', code: error.code })
    throw hop ? ofHop(hop, error) : error
  }
}

function ofHop(hop: Hop, { code, message, cause, details }: TransportError): TransportError {
  const where = `jump host ${hop.host} port ${hop.port}: ${message}`
  return new TransportError(code, where, { cause, details: { ...details, hop } })
}

async function inTime<T>(
  stage: AnyStage,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const { promise: cut, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new TransportError(timeoutCode[stage], `${stage}: no answer within ${timeoutMs} ms`))
  }, delayOf(timeoutMs))
  const onAbort = () => reject(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work(), cut])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
