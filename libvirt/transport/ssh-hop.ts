import type { Duplex } from 'node:stream'
import type { Client, ClientCallback } from 'ssh2'
import { DEFAULT_PORTS } from './default-ports.ts'
import { joinWrites } from './join-writes.ts'
import { runStage, type StageContext } from './run-stage.ts'
import type { SshCredentials } from './ssh-login.ts'
import { startSession, type HostVerifier, type SshSession } from './ssh-session.ts'
import type { TransportErrorCode } from './error-code.ts'
import { TransportError } from './transport-error.ts'

/** One machine to log in to: the host itself, or one on the way to it. */
export interface SshHop {
  /** DNS name, IPv4 or IPv6 without brackets; behind a jump host, as that one knows it. */
  readonly host: string
  /** 22 by default. */
  readonly port?: number | undefined
  readonly user: string
  readonly credentials: SshCredentials
  /** Decides about this machine's key; a rejected one costs nobody a password. */
  readonly hostVerifier: HostVerifier
  /** Type of the pinned key, if one is pinned: `HostKey.algorithm` of back then. */
  readonly hostKeyAlgorithm?: string | undefined
}

const KEEPALIVE_COUNT_MAX = 3
const NO_OP_LIMIT_MS = 1_000

/**
 * Runs the steps `host_key` and `login` over a stream that leads to a machine's sshd.
 *
 * @throws TransportError, or the signal's reason; the stream is left to the caller
 */
export async function logIn(
  stream: Duplex,
  hop: SshHop,
  keepaliveIntervalMs: number,
  stages: StageContext<'host_key' | 'login'>,
): Promise<SshSession> {
  const session = startSession(stream, {
    ...hop,
    keepaliveIntervalMs,
    keepaliveCountMax: KEEPALIVE_COUNT_MAX,
  })
  await runStage('host_key', stages, () => session.hostKey)
  await runStage('login', stages, () => session.login)
  switchOffNagle(session.client)
  return session
}

/**
 * Runs the step `tcp` from a jump host on, which looks the name up and connects.
 *
 * @throws TransportError, or the signal's reason
 */
export async function passOn(
  via: SshSession,
  { host, port = DEFAULT_PORTS.ssh }: SshHop,
  stages: StageContext<'tcp'>,
): Promise<Duplex> {
  const { stream } = await runStage('tcp', stages, async () => {
    const lost = via.lost.then((error) => Promise.reject(error))
    const opened = await Promise.race([forward(via.client, host, port), lost])
    return { stream: opened, facts: { address: host, port } }
  })
  // A jump host is there for what is behind it, and ends with it.
  stream.once('close', () => via.client.end())
  return stream
}

function forward(client: Client, host: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    // The address we come from is for the jump host's log only.
    client.forwardOut('127.0.0.1', 0, host, port, (error, channel) => {
      if (!error) {
        joinWrites(channel)
        return resolve(channel)
      }
      const code = codeOfRefusal(error)
      reject(new TransportError(code, `${host} port ${port}: ${error.message}`, { cause: error }))
    })
  })
}

/** Reason numbers of SSH_MSG_CHANNEL_OPEN_FAILURE, RFC 4254 5.1. */
const ADMINISTRATIVELY_PROHIBITED = 1
const CONNECT_FAILED = 2

function codeOfRefusal(error: Error & { readonly reason?: unknown }): TransportErrorCode {
  if (error.reason === ADMINISTRATIVELY_PROHIBITED) return 'jump_forbidden'
  if (error.reason !== CONNECT_FAILED) return 'tcp_failed'
  // OpenSSH passes on the words of its C library.
  if (/connection refused/i.test(error.message)) return 'tcp_refused'
  if (/timed out/i.test(error.message)) return 'tcp_timeout'
  if (/unreachable|no route/i.test(error.message)) return 'tcp_unreachable'
  if (/name|address|known|resolution/i.test(error.message)) return 'dns_failed'
  return 'tcp_failed'
}

/**
 * OpenSSH's server sets TCP_NODELAY only when a session channel runs a command; without it every
 * round trip over a forwarded socket takes 40 ms longer. Hosts that run something else, or
 * nothing, do no harm.
 */
function switchOffNagle(client: Client): void {
  const onOpen: ClientCallback = (error, channel) => {
    if (error) return
    channel.on('error', () => {})
    channel.resume()
    channel.stderr.resume()
    channel.end()
    // A forced command may wait for ever.
    const timer = setTimeout(() => channel.close(), NO_OP_LIMIT_MS)
    channel.once('close', () => clearTimeout(timer))
  }
  try {
    client.exec('true', onOpen)
  } catch {
    // Lost in the same moment: the next step finds out.
  }
}
