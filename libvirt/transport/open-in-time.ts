import type { Duplex } from 'node:stream'
import { delayOf } from '../delay.ts'
import type { ChannelOptions } from './transport.ts'
import { TransportError } from './transport-error.ts'

const DEFAULT_TIMEOUT_MS = 10_000

/**
 * Waits for a stream that is being opened. One that comes too late is closed.
 *
 * @throws whatever the opening throws; TransportError `tcp_timeout`; or the signal's reason
 */
export async function openInTime(
  open: () => Promise<Duplex>,
  { timeoutMs = DEFAULT_TIMEOUT_MS, signal }: ChannelOptions = {},
): Promise<Duplex> {
  signal?.throwIfAborted()
  const { promise: cut, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    reject(new TransportError('tcp_timeout', `The host opened no stream within ${timeoutMs} ms.`))
  }, delayOf(timeoutMs))
  const onAbort = () => reject(signal?.reason)
  signal?.addEventListener('abort', onAbort)
  const opening = open()
  try {
    return await Promise.race([opening, cut])
  } catch (error) {
    opening.then(
      (late) => late.destroy(),
      () => {},
    )
    throw error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
