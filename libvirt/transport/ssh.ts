import type { Socket } from 'node:net'
import type { Client } from 'ssh2'
import { runStage, type StageTimeouts } from './run-stage.ts'
import type { SshCredentials } from './ssh-login.ts'
import { startSession, type HostVerifier } from './ssh-session.ts'
import { reachSocket } from './ssh-socket.ts'
import type { OnStage } from './stages.ts'
import { dialTcp, resolveHost } from './tcp.ts'
import type { TransportError } from './transport-error.ts'
import type { Transport } from './transport.ts'

export interface SshOptions {
  readonly host: string
  readonly port?: number | undefined
  readonly user: string
  readonly credentials: SshCredentials
  /** Decides about the host's key; a rejected login still costs nobody a password. */
  readonly hostVerifier: HostVerifier
  /** Type of the pinned key, if one is pinned: `HostKey.algorithm` of back then. */
  readonly hostKeyAlgorithm?: string | undefined
  readonly onStage?: OnStage | undefined
  /** Milliseconds per step; login 30 000, the others 10 000 by default. */
  readonly timeoutsMs?: Partial<StageTimeouts> | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds between SSH's own signs of life, 10 000 by default; three missed are the end. */
  readonly keepaliveIntervalMs?: number | undefined
}

const DEFAULT_TIMEOUTS_MS: StageTimeouts = {
  dns: 10_000,
  tcp: 10_000,
  host_key: 10_000,
  login: 30_000,
  socket: 10_000,
}
const DEFAULT_KEEPALIVE_INTERVAL_MS = 10_000
const KEEPALIVE_COUNT_MAX = 3
const FAREWELL_MS = 1_000

/**
 * Reaches libvirt on another machine, step by step.
 *
 * @throws TransportError, or the signal's reason
 */
export async function openSsh(options: SshOptions): Promise<Transport> {
  const { host, port = 22, onStage = () => {}, signal } = options
  const timeoutsMs = { ...DEFAULT_TIMEOUTS_MS, ...options.timeoutsMs }
  const stages = { onStage, timeoutsMs, signal }
  let socket: Socket | undefined
  try {
    const resolved = await runStage('dns', stages, async () => {
      const addresses = await resolveHost(host)
      return { addresses, facts: { addresses: addresses.map(({ address }) => address) } }
    })
    const dialled = await runStage('tcp', stages, async () => {
      const tcp = dialTcp(host, port, resolved.addresses)
      socket = tcp.socket
      await tcp.connected
      return { socket, facts: { address: socket.remoteAddress ?? host, port } }
    })
    const session = startSession(dialled.socket, {
      ...options,
      keepaliveIntervalMs: options.keepaliveIntervalMs ?? DEFAULT_KEEPALIVE_INTERVAL_MS,
      keepaliveCountMax: KEEPALIVE_COUNT_MAX,
    })
    await runStage('host_key', stages, () => session.hostKey)
    await runStage('login', stages, () => session.login)
    const lost = session.lost.then((error) => Promise.reject(error))
    const transport = await runStage('socket', stages, () => {
      switchOffNagle(session.client)
      return Promise.race([reachSocket(session.client), lost])
    })
    bindLifetimes(transport, session.client, dialled.socket)
    lost.catch((error: TransportError) => transport.duplex.emit('error', error))
    return transport
  } catch (error) {
    socket?.destroy()
    throw error
  }
}

/**
 * OpenSSH's server sets TCP_NODELAY only when a session channel runs a command; without it every
 * round trip over a forwarded socket takes 40 ms longer. Hosts that run something else, or
 * nothing, do no harm.
 */
function switchOffNagle(client: Client): void {
  client.exec('true', (error, channel) => {
    if (error) return
    channel.on('error', () => {})
    channel.resume()
    channel.stderr.resume()
    channel.end()
    // A forced command may wait for ever.
    const timer = setTimeout(() => channel.close(), FAREWELL_MS)
    channel.once('close', () => clearTimeout(timer))
  })
}

/** The channel and the SSH connection under it begin and end together. */
function bindLifetimes({ duplex }: Transport, client: Client, socket: Socket): void {
  // ssh2's own destroy() closes the channel only, and waits for the host to agree.
  duplex.destroy = () => {
    client.end()
    setTimeout(() => socket.destroy(), FAREWELL_MS).unref()
    return duplex
  }
  duplex.on('error', () => {})
  duplex.once('close', () => client.end())
}
