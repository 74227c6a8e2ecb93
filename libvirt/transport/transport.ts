import type { Duplex } from 'node:stream'
import type { StageFacts } from './stages.ts'

/** An open byte stream to a libvirt daemon. Whoever destroys the stream ends all behind it. */
export interface Transport<Facts = StageFacts['socket']> {
  readonly duplex: Duplex
  /** Which way worked. */
  readonly facts: Facts
}

/**
 * Where on the host another stream leads: to the same daemon in the same way, to a port of the host's own loopback
 * address, or to a Unix socket.
 */
export type ChannelTarget =
  | 'daemon'
  | { readonly host: '127.0.0.1' | '::1'; readonly port: number }
  | { readonly socketPath: string }

export interface ChannelOptions {
  /** Milliseconds, 10 000 by default. */
  readonly timeoutMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** A transport that opens further streams beside its own. They end with it, and it outlives them. */
export interface HostTransport extends Transport {
  /** @throws TransportError (`tunnel_forbidden`, `tcp_refused`, `socket_...`), or the signal's reason */
  readonly openChannel: (target: ChannelTarget, options?: ChannelOptions) => Promise<Duplex>
}
