import { connect, type Socket } from 'node:net'
import { delayOf } from '../delay.ts'
import { SOCKET_PATHS } from '../protocol/constants.ts'
import type { OnStage, SocketAttempt } from './stages.ts'
import type { TransportErrorCode } from './error-code.ts'
import { TransportError } from './transport-error.ts'
import { openInTime } from './open-in-time.ts'
import type { ChannelTarget, HostTransport } from './transport.ts'

export interface UnixOptions {
  /** One path instead of the usual ones. */
  readonly socketPath?: string | undefined
  /** Milliseconds, 5 000 by default. A socket whose daemon never accepts would wait for ever. */
  readonly connectTimeoutMs?: number | undefined
  /** Gives up opening. An open transport is ended by destroying its duplex. */
  readonly signal?: AbortSignal | undefined
  readonly onStage?: OnStage | undefined
}

const DEFAULT_TIMEOUT_MS = 5_000

const codeByErrno: Readonly<Record<string, TransportErrorCode>> = {
  ENOENT: 'socket_missing',
  EACCES: 'socket_permission_denied',
  EPERM: 'socket_permission_denied',
  ECONNREFUSED: 'daemon_not_running',
  ETIMEDOUT: 'socket_timeout',
}

/**
 * Opens the daemon's socket on this machine.
 *
 * @throws TransportError about the first socket that is there, or the signal's reason
 */
export async function openUnix(options: UnixOptions = {}): Promise<HostTransport> {
  const { onStage = () => {}, socketPath } = options
  const attempts: SocketAttempt[] = []
  let failure: TransportError | undefined
  onStage({ stage: 'socket', status: 'start' })
  for (const path of socketPath === undefined ? SOCKET_PATHS : [socketPath]) {
    const duplex = await dial(path, options).catch((error: unknown) => {
      options.signal?.throwIfAborted()
      return socketError(path, error, attempts)
    })
    if (!(duplex instanceof TransportError)) return opened(duplex, path, attempts, onStage)
    attempts.push({ route: 'unix', socketPath: path, failure: duplex.message })
    // A socket that is there says more than one that is not.
    if (!failure || failure.code === 'socket_missing') failure = duplex
  }
  failure ??= new TransportError('socket_missing', 'no socket was tried')
  onStage({ stage: 'socket', status: 'failed', code: failure.code })
  throw failure
}

function opened(
  duplex: Socket,
  path: string,
  attempts: SocketAttempt[],
  onStage: OnStage,
): HostTransport {
  attempts.push({ route: 'unix', socketPath: path, failure: undefined })
  const facts = { route: 'unix', socketPath: path, attempts } as const
  try {
    onStage({ stage: 'socket', status: 'ok', facts })
    const openChannel: HostTransport['openChannel'] = (target, options) =>
      openInTime(() => connectTo(target === 'daemon' ? { socketPath: path } : target), options)
    return { duplex, facts, openChannel }
  } catch (error) {
    duplex.destroy()
    throw error
  }
}

/** Another stream on this machine. */
function connectTo(target: Exclude<ChannelTarget, 'daemon'>): Promise<Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = 'socketPath' in target ? connect({ path: target.socketPath }) : connect(target)
  socket.on('error', (cause: NodeJS.ErrnoException) => {
    const refused = 'socketPath' in target ? codeByErrno[cause.code ?? ''] : 'tcp_refused'
    reject(new TransportError(refused ?? 'socket_failed', cause.message, { cause }))
  })
  socket.once('connect', () => resolve(socket.setNoDelay(true)))
  return promise
}

function dial(path: string, { connectTimeoutMs = DEFAULT_TIMEOUT_MS, signal }: UnixOptions) {
  signal?.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  const socket = connect({ path })
  const late = Object.assign(new Error(`${path} did not accept in time`), { code: 'ETIMEDOUT' })
  const timer = setTimeout(() => socket.destroy(late), delayOf(connectTimeoutMs))
  const onAbort = () => socket.destroy(new Error('called off'))
  signal?.addEventListener('abort', onAbort)
  // Stays for good: an error that nobody listens to yet must not end the process.
  socket.on('error', reject)
  socket.once('connect', () => resolve(socket))
  return promise.finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  })
}

function socketError(path: string, cause: unknown, attempts: readonly SocketAttempt[]) {
  const { code = '' } = cause as NodeJS.ErrnoException
  const message = cause instanceof Error ? cause.message : String(cause)
  return new TransportError(codeByErrno[code] ?? 'socket_failed', `${path}: ${message}`, {
    cause,
    details: { attempts },
  })
}
