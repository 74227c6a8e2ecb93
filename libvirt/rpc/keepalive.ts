import { delayOf } from '../delay.ts'
import { packetOf, PacketStatus, PacketType, type Packet } from './packet.ts'

// Source: libvirt's src/rpc/virkeepaliveprotocol.x.
export const KEEPALIVE_PROGRAM = 0x6b65_6570
const VERSION = 1
const PING = 1
const PONG = 2

const keepalivePacket = (procedure: number) =>
  packetOf({
    program: KEEPALIVE_PROGRAM,
    version: VERSION,
    procedure,
    type: PacketType.message,
    serial: 0,
    status: PacketStatus.ok,
  })

/** The server works on this many requests of one client and reads nothing more until one is done. */
const SERVER_WINDOW = 5

export interface KeepaliveOptions {
  /** How often to ask. Milliseconds; Infinity for never. */
  readonly intervalMs: number
  /** After this long without a byte the host is given up. Milliseconds. */
  readonly limitMs: number
  /**
   * The same while five or more calls are unanswered or a stream is open: a server that busy reads
   * nothing, our PING included, so silence is not yet death. Milliseconds.
   */
  readonly busyLimitMs: number
}

export interface KeepalivePeer {
  /** Calls back once the packet has left. */
  readonly write: (packet: Buffer, written?: () => void) => void
  readonly unanswered: () => number
  readonly isStreaming: () => boolean
  /** Whether we ourselves read nothing at the moment, so that silence says nothing of the host. */
  readonly isDeaf: () => boolean
  readonly onDead: (silentMs: number) => void
}

/**
 * Finds a silent host by asking it. Any byte counts as a sign of life. The server's own pings need
 * an opt-in (SUPPORTS_FEATURE) that is never given, as it would close a busy connection.
 *
 * Silence is counted in ticks rather than by the clock: after our own process was stalled, answers
 * may lie unread, and a clock would call the host dead before they are.
 */
export function startKeepalive(options: KeepaliveOptions, peer: KeepalivePeer) {
  const { limitMs, busyLimitMs } = options
  const intervalMs = delayOf(options.intervalMs)
  let silentMs = 0
  let pongLeaving = false

  const timer = setInterval(() => {
    if (peer.isDeaf()) return
    silentMs += intervalMs
    const busy = peer.unanswered() >= SERVER_WINDOW || peer.isStreaming()
    if (silentMs >= (busy ? busyLimitMs : limitMs)) peer.onDead(silentMs)
    else peer.write(keepalivePacket(PING))
  }, intervalMs)
  timer.unref()

  return {
    heard(): void {
      silentMs = 0
    },
    receive({ header }: Packet): void {
      // One at a time: for a host that only asks and never reads, they would pile up.
      if (header.procedure !== PING || pongLeaving) return
      pongLeaving = true
      peer.write(keepalivePacket(PONG), () => (pongLeaving = false))
    },
    stop: () => clearInterval(timer),
  }
}
