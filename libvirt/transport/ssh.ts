import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Client } from 'ssh2'
import { withDefaults } from '../with-defaults.ts'
import { DEFAULT_PORTS } from './default-ports.ts'
import { connectTcp } from './dial.ts'
import { readInTurns } from './read-in-turns.ts'
import { runStage, type StageContext, type StageTimeouts } from './run-stage.ts'
import { logIn, passOn, type SshHop } from './ssh-hop.ts'
import type { SshSession } from './ssh-session.ts'
import { reachSocket } from './ssh-socket.ts'
import type { OnStage } from './stages.ts'
import { openInTime } from './open-in-time.ts'
import { openTunnel } from './ssh-channel.ts'
import type { HostTransport } from './transport.ts'

export interface SshOptions extends SshHop {
  /**
   * Machines to go through, nearest first, like ssh's ProxyJump. Each has its own login and shows
   * its own key; reports and errors about it carry its `hop`.
   */
  readonly jump?: SshHop | readonly SshHop[] | undefined
  readonly onStage?: OnStage | undefined
  /** Milliseconds per step of each machine; login 30 000, the others 10 000 by default. */
  readonly timeoutsMs?: Partial<StageTimeouts> | undefined
  /** Gives up opening. An open transport is ended by destroying its duplex. */
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
const FAREWELL_MS = 1_000

/**
 * Reaches libvirt on another machine, step by step.
 *
 * @throws TransportError, or the signal's reason
 */
export async function openSsh(options: SshOptions): Promise<HostTransport> {
  const { onStage = () => {}, signal, jump = [] } = options
  const { keepaliveIntervalMs = DEFAULT_KEEPALIVE_INTERVAL_MS } = options
  const timeoutsMs = withDefaults(DEFAULT_TIMEOUTS_MS, options.timeoutsMs)
  const common = { onStage, timeoutsMs, signal }
  const [first, ...others] = route([jump].flat(), options, common)
  // Everything is inside this one: its end is the end of all.
  const socket = await connectTcp(first.at.host, first.at.port ?? DEFAULT_PORTS.ssh, first.stages)
  try {
    let session = await logIn(socket, first.at, keepaliveIntervalMs, first.stages)
    readInTurns(socket)
    for (const { at, stages } of others) {
      const stream = await passOn(session, at, stages)
      session = await logIn(stream, at, keepaliveIntervalMs, stages)
    }
    return await openSocket(session, socket, common)
  } catch (error) {
    socket.destroy()
    throw error
  }
}

interface Leg {
  readonly at: SshHop
  readonly stages: StageContext
}

function route(hops: readonly SshHop[], target: SshHop, common: StageContext): [Leg, ...Leg[]] {
  const [first, ...others] = hops.map((at, index): Leg => {
    const hop = { index, host: at.host, port: at.port ?? DEFAULT_PORTS.ssh }
    return { at, stages: { ...common, hop } }
  })
  const last = { at: target, stages: common }
  return first ? [first, ...others, last] : [last]
}

async function openSocket(
  { client, lost }: SshSession,
  socket: Socket,
  stages: StageContext,
): Promise<HostTransport> {
  const broken = lost.then((error) => Promise.reject(error))
  // Whoever gives up before the step begins leaves it unobserved.
  broken.catch(() => {})
  const { duplex, facts, again } = await runStage('socket', stages, () =>
    Promise.race([reachSocket(client), broken]),
  )
  bindLifetimes(duplex, client, socket)
  void lost.then((error) => duplex.emit('error', error))
  return {
    duplex,
    facts,
    openChannel: (target, options) => {
      const open = () => (target === 'daemon' ? again() : openTunnel(client, target))
      return openInTime(() => Promise.race([open(), broken]), options)
    },
  }
}

/** The channel and the SSH connection under it begin and end together. */
function bindLifetimes(duplex: Duplex, client: Client, socket: Socket): void {
  const end = () => {
    client.end()
    // A host that is gone would never agree.
    const timer = setTimeout(() => socket.destroy(), FAREWELL_MS).unref()
    socket.once('close', () => clearTimeout(timer))
  }
  // ssh2's own destroy() closes the channel only, and waits for the host to agree.
  duplex.destroy = () => {
    end()
    return duplex
  }
  duplex.on('error', () => {})
  duplex.once('close', end)
}
