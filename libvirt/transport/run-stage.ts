import type { OnStage, Stage, StageFacts, StageReport } from './stages.ts'
import type { TransportErrorCode } from './error-code.ts'
import { TransportError } from './transport-error.ts'

/** Milliseconds each step may take. */
export type StageTimeouts = Readonly<Record<Stage, number>>

const timeoutCode: Readonly<Record<Stage, TransportErrorCode>> = {
  dns: 'dns_timeout',
  tcp: 'tcp_timeout',
  host_key: 'handshake_timeout',
  login: 'login_timeout',
  socket: 'socket_timeout',
}

export interface StageContext {
  readonly onStage: OnStage
  readonly timeoutsMs: StageTimeouts
  readonly signal: AbortSignal | undefined
}

/**
 * Runs one step: reports its start and its end and bounds its time. The work itself goes on after
 * a timeout or an abort until its caller pulls the socket away.
 *
 * @throws TransportError, or the signal's reason
 */
export async function runStage<S extends Stage, T extends { readonly facts: StageFacts[S] }>(
  stage: S,
  { onStage, timeoutsMs, signal }: StageContext,
  work: () => Promise<T>,
): Promise<T> {
  onStage({ stage, status: 'start' })
  try {
    const result = await inTime(stage, timeoutsMs[stage], signal, work)
    onStage({ stage, status: 'ok', facts: result.facts } as StageReport)
    return result
  } catch (error) {
    if (error instanceof TransportError) onStage({ stage, status: 'failed', code: error.code })
    throw error
  }
}

async function inTime<T>(
  stage: Stage,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted()
  const { promise: cut, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new TransportError(timeoutCode[stage], `${stage}: no answer within ${timeoutMs} ms`))
  }, timeoutMs)
  const onAbort = () => reject(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work(), cut])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
