import type { Duplex } from 'node:stream'
import type { Client, ClientChannel } from 'ssh2'
import { SOCKET_PATHS } from '../protocol/constants.ts'
import { joinWrites } from './join-writes.ts'
import { beside } from './ssh-channel.ts'
import { probePipe, type ProbeResult } from './ssh-probe.ts'
import type { SocketAttempt, SocketRoute } from './stages.ts'
import type { TransportErrorCode } from './error-code.ts'
import { TransportError } from './transport-error.ts'
import type { Transport } from './transport.ts'

interface Route {
  readonly route: SocketRoute
  readonly socketPath: string | undefined
  readonly open: (client: Client) => Promise<Opened>
}

type Opened =
  | { readonly duplex: Duplex }
  | { readonly code: TransportErrorCode | undefined; readonly failure: string }

/** In the order they are tried: nothing to install first, then what is quickest. */
const routes: readonly Route[] = [
  ...SOCKET_PATHS.map((socketPath) => ({
    route: 'streamlocal' as const,
    socketPath,
    open: (client: Client) => openStreamLocal(client, socketPath),
  })),
  {
    route: 'virt-ssh-helper',
    socketPath: undefined,
    open: (client) => openCommand(client, 'virt-ssh-helper qemu:///system'),
  },
  ...SOCKET_PATHS.map((socketPath) => ({
    route: 'nc' as const,
    socketPath,
    open: (client: Client) => openCommand(client, `nc -q0 -U ${socketPath}`),
  })),
]

/** A way to libvirt's socket, which may be gone again. */
interface Reached extends Transport {
  /** @throws TransportError */
  readonly again: () => Promise<Duplex>
}

/**
 * Finds a way to libvirt's socket.
 *
 * @throws TransportError with the most telling reason and every attempt
 */
export async function reachSocket(client: Client): Promise<Reached> {
  const attempts: SocketAttempt[] = []
  const reasons = new Map<TransportErrorCode, string>()
  for (const { route, socketPath, open } of routes) {
    const opened = await open(client)
    if ('duplex' in opened) {
      attempts.push({ route, socketPath, failure: undefined })
      joinWrites(opened.duplex)
      const facts = { route, socketPath, attempts }
      return { duplex: opened.duplex, facts, again: () => openAgain(client, open) }
    }
    attempts.push({ route, socketPath, failure: opened.failure })
    if (opened.code && !reasons.has(opened.code)) reasons.set(opened.code, opened.failure)
  }
  const code = tellingOrder.find((candidate) => reasons.has(candidate))
  if (code === 'socket_missing' && (await hasDaemon(client))) {
    const message = 'The daemon is installed, but its socket is not there.'
    throw new TransportError('daemon_not_running', message, { details: { attempts } })
  }
  throw new TransportError(
    code ?? 'forwarding_forbidden_and_no_helper',
    reasons.get(code ?? 'socket_failed') ?? 'No direct channel, no virt-ssh-helper and no nc.',
    { details: { attempts } },
  )
}

async function openAgain(client: Client, open: Route['open']): Promise<Duplex> {
  const opened = await open(client)
  if (!('duplex' in opened)) {
    throw new TransportError(opened.code ?? 'socket_failed', opened.failure)
  }
  return beside(opened.duplex)
}

/** A socket that refuses us says more than one that is missing, which may be the other daemon's. */
const tellingOrder: readonly TransportErrorCode[] = [
  'socket_permission_denied',
  'daemon_not_running',
  'pipe_corrupted',
  'socket_missing',
  'socket_failed',
]

/** OpenSSH gives the same answer whatever is wrong here, so a failure has no code of its own. */
function openStreamLocal(client: Client, socketPath: string): Promise<Opened> {
  return new Promise((resolve) => {
    client.openssh_forwardOutStreamLocal(socketPath, (error, channel) => {
      resolve(error ? { code: undefined, failure: error.message } : { duplex: channel })
    })
  })
}

interface Started {
  readonly channel: ClientChannel
  readonly probing: Promise<ProbeResult>
}

async function openCommand(client: Client, command: string): Promise<Opened> {
  const started = await new Promise<Started | Error>((resolve) => {
    client.exec(command, (error, channel) => {
      channel?.on('error', () => {})
      // Probed at once: its end may have come along with its beginning, and is told only once.
      resolve(error ?? { channel, probing: probePipe(channel) })
    })
  })
  if (started instanceof Error) return { code: undefined, failure: started.message }
  const { channel, probing } = started
  const result = await probing
  if (result.ok) return { duplex: channel }
  channel.close()
  return explain(result)
}

const DAEMON_PATHS = ['/usr/sbin/libvirtd', '/usr/sbin/virtqemud']

/**
 * Whether a daemon is installed. systemd takes the socket away with a daemon that it stops, which looks as if there
 * had never been one. A host that runs no command of ours gives no answer, hence none that is yes.
 */
function hasDaemon(client: Client): Promise<boolean> {
  const command = DAEMON_PATHS.map((path) => `test -x ${path}`).join(' || ')
  return new Promise((resolve) => {
    client.exec(command, (error, channel) => {
      if (error) return resolve(false)
      let exitCode: number | null = null
      channel.once('exit', (code: number | null) => (exitCode = code))
      channel.once('close', () => resolve(exitCode === 0))
      channel.resume()
      channel.stderr.resume()
      channel.end()
    })
  })
}

function explain(result: Exclude<ProbeResult, { ok: true }>): Opened {
  if ('garbage' in result) {
    const failure = `something on the host printed into the pipe: ${JSON.stringify(result.garbage)}`
    return { code: 'pipe_corrupted', failure }
  }
  const { stderr, exitCode } = result
  const failure = stderr || `ended with exit code ${exitCode ?? 'unknown'}`
  return { code: codeOf(stderr, exitCode), failure }
}

/** How shells say that there is no such command, or that it cannot be run. */
const NO_COMMAND: ReadonlySet<number | undefined> = new Set([126, 127])

function codeOf(stderr: string, exitCode: number | undefined): TransportErrorCode | undefined {
  if (NO_COMMAND.has(exitCode)) return undefined
  if (/command not found/i.test(stderr)) return undefined
  if (/permission denied/i.test(stderr)) return 'socket_permission_denied'
  if (/connection refused/i.test(stderr)) return 'daemon_not_running'
  if (/no such file/i.test(stderr)) return 'socket_missing'
  return 'socket_failed'
}
