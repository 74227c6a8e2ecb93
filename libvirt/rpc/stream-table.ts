import type { Duplex } from 'node:stream'
import type { Packet } from './packet.ts'
import type { StreamDirection, StreamProcedure } from './procedure.ts'
import { createRpcStream, type RpcStream, type StreamOptions } from './stream.ts'

export interface StreamTableOptions {
  /** The byte stream that is paused while a reader of ours is behind. */
  readonly socket: Duplex
  readonly write: StreamOptions['write']
}

/** The streams of a connection, by the serial of the call that opened them. */
export function createStreamTable({ socket, write }: StreamTableOptions) {
  const streams = new Map<number, RpcStream>()
  /** Those whose reader is behind. The protocol cannot hold back one stream, only the whole socket. */
  const behind = new Set<number>()

  function resume(serial: number): void {
    if (behind.delete(serial) && behind.size === 0) socket.resume()
  }

  return {
    has: (serial: number) => streams.has(serial),

    get size() {
      return streams.size
    },

    /** Whether nothing is read from the socket, because a reader of ours is behind. */
    get isPaused() {
      return behind.size > 0
    },

    /** Before the call is written: the host may send data even before its reply. */
    add<A, R>(
      serial: number,
      procedure: StreamProcedure<A, R, StreamDirection>,
      finishTimeoutMs: number,
    ): RpcStream {
      const { program, version, number, name, direction } = procedure
      const stream = createRpcStream({
        header: { program, version, procedure: number, serial },
        name,
        direction,
        finishTimeoutMs,
        write,
        pause() {
          behind.add(serial)
          socket.pause()
        },
        resume: () => resume(serial),
        isDeaf: () => behind.size > 0,
        onOver: () => streams.delete(serial),
      })
      streams.set(serial, stream)
      return stream
    },

    /** What belongs to no stream that is known answers one that was given up. */
    receive(packet: Packet): void {
      streams.get(packet.header.serial)?.receive(packet)
    },

    failAll(error: Error): void {
      for (const stream of streams.values()) stream.fail(error)
    },
  }
}
