import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { connect, type Socket } from 'node:net'
import type { TransportErrorCode } from './error-code.ts'
import { TransportError } from './transport-error.ts'

/** Asks the system's resolver, so that /etc/hosts counts. */
export async function resolveHost(host: string): Promise<readonly LookupAddress[]> {
  try {
    return await lookup(host, { all: true })
  } catch (cause) {
    throw new TransportError('dns_failed', `The name "${host}" is not known.`, { cause })
  }
}

const codeByErrno: Readonly<Record<string, TransportErrorCode>> = {
  ECONNREFUSED: 'tcp_refused',
  ETIMEDOUT: 'tcp_timeout',
  EHOSTUNREACH: 'tcp_unreachable',
  ENETUNREACH: 'tcp_unreachable',
  EHOSTDOWN: 'tcp_unreachable',
}

export interface Dialling {
  /** There from the start, so that it can be destroyed while it still tries. */
  readonly socket: Socket
  readonly connected: Promise<void>
}

/** How long an address may keep the next one waiting. The last one has all the time there is. */
const NEXT_ADDRESS_MS = 1_000

/** Connects to the first address that answers. */
export function dialTcp(host: string, port: number, addresses: readonly LookupAddress[]): Dialling {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({
    host,
    port,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    // The name is resolved already; looking it up again could give another answer.
    lookup: (_host, _options, done) => done(null, [...addresses]),
  })
  socket.once('connect', () => {
    // Small packets both ways: waiting to fill them costs 40 ms per call.
    socket.setNoDelay(true)
    resolve()
  })
  // Stays for good: after a timeout the socket is destroyed and may still report an error.
  socket.on('error', (cause: NodeJS.ErrnoException) => {
    const code = codeByErrno[cause.code ?? ''] ?? 'tcp_failed'
    const reason = cause.message || cause.code
    reject(new TransportError(code, `${host} port ${port}: ${reason}`, { cause }))
  })
  return { socket, connected: promise }
}
