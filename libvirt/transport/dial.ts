import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { connect, type Socket } from 'node:net'
import type { TransportErrorCode } from './error-code.ts'
import { runStage, type StageContext } from './run-stage.ts'
import { TransportError } from './transport-error.ts'

/**
 * Runs the steps `dns` and `tcp`. The socket is set not to delay small packets and never crashes the
 * process with an error nobody listens to.
 *
 * @throws TransportError, or the signal's reason
 */
export async function connectTcp(
  host: string,
  port: number,
  stages: StageContext<'dns' | 'tcp'>,
): Promise<Socket> {
  const { addresses } = await runStage('dns', stages, async () => {
    const found = await resolveHost(host)
    return { addresses: found, facts: { addresses: found.map(({ address }) => address) } }
  })
  let socket: Socket | undefined
  try {
    const dialled = await runStage('tcp', stages, async () => {
      const dialling = dialTcp(host, port, addresses)
      socket = dialling.socket
      await dialling.connected
      return { socket, facts: { address: socket.remoteAddress ?? host, port } }
    })
    return dialled.socket
  } catch (error) {
    socket?.destroy()
    throw error
  }
}

/** Asks the system's resolver, so that /etc/hosts counts. */
async function resolveHost(host: string): Promise<readonly LookupAddress[]> {
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

interface Dialling {
  /** There from the start, so that it can be destroyed while it still tries. */
  readonly socket: Socket
  readonly connected: Promise<void>
}

/** How long an address may keep the next one waiting. The last one has all the time there is. */
const NEXT_ADDRESS_MS = 1_000

/** Connects to the first address that answers. */
function dialTcp(host: string, port: number, addresses: readonly LookupAddress[]): Dialling {
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
