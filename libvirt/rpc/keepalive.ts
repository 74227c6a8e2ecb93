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
  /** After this long without a byte, ask. Milliseconds. */
  readonly intervalMs: number
  /** After this long without a byte the host is given up. Milliseconds. */
  readonly limitMs: number
  /**
   * The same while five or more calls are unanswered: a server that busy reads nothing, our PING
   * included, so silence is not yet death. Milliseconds.
   */
  readonly busyLimitMs: number
}

export interface KeepalivePeer {
  readonly write: (packet: Buffer) => void
  readonly unanswered: () => number
  readonly onDead: (silentMs: number) => void
}

/**
 * Finds a silent host by asking it. Any byte counts as a sign of life. The server's own pings need
 * an opt-in (SUPPORTS_FEATURE) that is never given, as it would close a busy connection.
 */
export function startKeepalive(options: KeepaliveOptions, peer: KeepalivePeer) {
  let heardAt = performance.now()

  const timer = setInterval(() => {
    const silentMs = performance.now() - heardAt
    const busy = peer.unanswered() >= SERVER_WINDOW
    if (silentMs >= (busy ? options.busyLimitMs : options.limitMs)) peer.onDead(silentMs)
    else if (silentMs >= options.intervalMs) peer.write(keepalivePacket(PING))
  }, options.intervalMs)
  timer.unref()

  return {
    heard(): void {
      heardAt = performance.now()
    },
    receive({ header }: Packet): void {
      if (header.procedure === PING) peer.write(keepalivePacket(PONG))
    },
    stop: () => clearInterval(timer),
  }
}
