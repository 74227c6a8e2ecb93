import { AppError, fieldError, notFound } from '../errors.ts'
import { ComposeError } from '../hypervisor/compose/compose-error.ts'
import { HostError, HostRefusal, InvalidAddress } from '../hypervisor/host-error.ts'
import type { Store, Transaction } from '../store/store.ts'

/** What MAAS's clients see before the reason. */
const prefix = 'Failed talking to pod: '

/** Runs what talks to a host; its refusals become ours, with their cause, fix and steps. */
export async function tellHostProblems<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof InvalidAddress) throw fieldError('power_address', error.message)
    if (error instanceof HostError) throw problemOf(error)
    // Nobody waits for the answer; it is for the log.
    if (signal.aborted) throw new AppError('bad_request', 'The client went away.', { cause: error })
    throw error
  }
}

function problemOf(error: HostError): AppError {
  const { code, message, fix, hostKey } = error.fault
  // Who sees text only must be told the way out all the same.
  const wayOut = fix ? ` ${fix.text}${fix.command === null ? '' : `\n${fix.command}`}` : ''
  return new AppError(code, message, {
    text: `${prefix}${message}${wayOut}`,
    checks: [...error.checks],
    ...(error instanceof ComposeError && { step: error.step }),
    ...(fix && { fix }),
    ...(hostKey && { hostKey }),
    ...(error instanceof HostRefusal &&
      error.field !== null && { fieldErrors: { [error.field]: [message] } }),
    cause: error,
  })
}

/** Why nothing can be done on the host of a pod now: what it last failed with. */
export async function hostAway(
  { pods }: Pick<Store | Transaction, 'pods'>,
  podId: number,
): Promise<AppError> {
  const pod = await pods.byId(podId)
  if (!pod) return notFound()
  const { problem } = pod.connection
  const message = `The pod ${pod.name} cannot be reached${problem ? `: ${problem.message}` : ' yet.'}`
  return new AppError(problem?.code ?? 'connection_lost', message, {
    text: `${prefix}${message}`,
    ...(problem?.fix && { fix: problem.fix }),
  })
}
