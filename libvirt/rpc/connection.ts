import { addAbortSignal, type Duplex } from 'node:stream'
import { withDefaults } from '../with-defaults.ts'
import type { Codec } from '../xdr/codec.ts'
import { createCallTable } from './calls.ts'
import { ConnectionClosedError, ProtocolError, type CloseReason } from './errors.ts'
import { createEventTable } from './events.ts'
import { createPacketSplitter } from './framing.ts'
import { KEEPALIVE_PROGRAM, startKeepalive, type KeepaliveOptions } from './keepalive.ts'
import { encodePacket, PacketStatus, PacketType, type Packet } from './packet.ts'
import type { EventMessage, Procedure, StreamDirection, StreamProcedure } from './procedure.ts'
import type { StreamOf } from './stream.ts'
import { createStreamTable } from './stream-table.ts'

export interface CallOptions {
  /** Milliseconds until CallTimeoutError, Infinity for none; the connection's limit when absent. */
  readonly timeoutMs?: number | undefined
  /** Ends the wait, not the work: the host still does what was asked. */
  readonly signal?: AbortSignal | undefined
}

/** Procedures without arguments may be called without them. */
export type CallArguments<A> = [A] extends [void]
  ? [args?: undefined, options?: CallOptions]
  : [args: A, options?: CallOptions]

export interface RpcOptions {
  /** Limit of every call that has none of its own. Milliseconds, 30 000 by default. */
  readonly callTimeoutMs?: number | undefined
  /**
   * Calls the host may owe a reply at one time, 1 024 by default; more wait on our side, in their
   * order and within their limits. Whatever it is, libvirt works on five (its `max_client_requests`)
   * and reads on when one is done. So many fit into the buffers between, which keeps the way full.
   */
  readonly maxInFlight?: number | undefined
  readonly keepalive?: Partial<KeepaliveOptions> | undefined
  /**
   * Told of listeners that throw, and of the first event of each kind that does not decode. A process
   * warning by default.
   */
  readonly onWarning?: ((error: Error) => void) | undefined
}

/** Counters since the connection was made. */
export interface RpcStats {
  readonly calls: number
  /** Sequential waits: calls written together count once. */
  readonly roundTrips: number
  /** Calls the host still owes a reply. */
  readonly unanswered: number
  readonly bytesRead: number
  readonly bytesWritten: number
}

export interface RpcConnection {
  /**
   * Writes the call, whatever else is under way, and waits for its own reply.
   *
   * @throws LibvirtError, CallTimeoutError, ConnectionClosedError, XdrError, or the signal's reason
   */
  readonly call: <A, R>(procedure: Procedure<A, R>, ...rest: CallArguments<A>) => Promise<R>
  /**
   * Calls a procedure that opens a stream. Resolves once the host has agreed. A stream takes turns
   * with all else on this connection, and a reader that is behind holds up all else: give large
   * transfers a connection of their own.
   *
   * The stream fails with LibvirtError, CallTimeoutError (the end was not confirmed in time),
   * ConnectionClosedError or, called off, Node's AbortError with the signal's reason as its cause.
   * Destroyed early, it is aborted on the host.
   *
   * @throws like `call`
   */
  readonly openStream: <A, R, D extends StreamDirection>(
    procedure: StreamProcedure<A, R, D>,
    args: A,
    options?: CallOptions,
  ) => Promise<OpenedStream<R, D>>
  /** Listens for messages of one kind until the returned function is called. */
  readonly listen: <P>(message: EventMessage<P>, listener: (payload: P) => void) => () => void
  readonly stats: () => RpcStats
  /** Drops the socket. Every pending call is rejected. */
  readonly destroy: () => void
  readonly isOpen: boolean
  /** Resolves, never rejects, when the connection is over, with what every pending call got. */
  readonly closed: Promise<ConnectionClosedError>
}

export interface OpenedStream<R, D extends StreamDirection> {
  readonly stream: StreamOf<D>
  /** What the call itself was answered. */
  readonly result: R
}

const DEFAULT_MAX_IN_FLIGHT = 1_024
export const DEFAULT_CALL_TIMEOUT_MS = 30_000
const DEFAULT_KEEPALIVE = { intervalMs: 5_000, limitMs: 20_000, busyLimitMs: 120_000 }

/** libvirt's RPC over any byte stream. It neither knows the transport nor any procedure. */
export function createRpcConnection(duplex: Duplex, options: RpcOptions = {}): RpcConnection {
  const { callTimeoutMs = DEFAULT_CALL_TIMEOUT_MS, maxInFlight = DEFAULT_MAX_IN_FLIGHT } = options
  const { onWarning = (error: Error) => process.emitWarning(error) } = options
  const streams = createStreamTable({ socket: duplex, write })
  const calls = createCallTable({ write, maxInFlight, isTaken: streams.has })
  const events = createEventTable(onWarning)
  const closed = Promise.withResolvers<ConnectionClosedError>()
  const counted = { calls: 0, bytesRead: 0, bytesWritten: 0 }
  let end: ConnectionClosedError | undefined

  const splitter = createPacketSplitter(receive)
  const keepalive = startKeepalive(
    withDefaults<KeepaliveOptions>(DEFAULT_KEEPALIVE, options.keepalive),
    {
      write,
      unanswered: () => calls.unanswered,
      isStreaming: () => streams.size > 0,
      isDeaf: () => streams.isPaused,
      onDead: (silentMs) => finish('keepalive_timeout', `the host was silent for ${silentMs} ms`),
    },
  )

  /** What a listener or a reader of ours throws is its own affair, not the host's. */
  function receive(packet: Packet): void {
    try {
      dispatch(packet)
    } catch (error) {
      if (error instanceof ProtocolError) throw error
      queueMicrotask(() => {
        throw error
      })
    }
  }

  function dispatch(packet: Packet): void {
    if (end) return
    const { program, type } = packet.header
    if (program === KEEPALIVE_PROGRAM) keepalive.receive(packet)
    else if (type === PacketType.reply) calls.settle(packet)
    else if (type === PacketType.message) events.dispatch(packet)
    else if (type === PacketType.stream || type === PacketType.streamHole) streams.receive(packet)
    else throw new ProtocolError('the host sent what only a client may')
  }

  /** Collects what is written in one go, so that a hundred calls leave in one system call. */
  function write(bytes: Buffer, written?: () => void): void {
    if (end) return
    if (duplex.writableCorked === 0) {
      duplex.cork()
      process.nextTick(() => duplex.uncork())
    }
    counted.bytesWritten += bytes.length
    // When it fails the connection is over, which tells everybody.
    duplex.write(bytes, written && ((error) => (error ? undefined : written())))
  }

  function finish(reason: CloseReason, message: string, cause?: unknown): void {
    if (end) return
    end = new ConnectionClosedError(reason, message, cause === undefined ? {} : { cause })
    keepalive.stop()
    duplex.destroy()
    calls.failAll(end)
    streams.failAll(end)
    closed.resolve(end)
  }

  duplex.on('data', (chunk: Buffer) => {
    if (end) return
    counted.bytesRead += chunk.length
    keepalive.heard()
    try {
      splitter.push(chunk)
    } catch (error) {
      finish('protocol_error', 'the host does not speak the libvirt protocol', error)
    }
  })
  // The listener stays for good: a socket may report an error after we are done with it.
  duplex.on('error', (error) => finish('socket_error', `connection lost: ${error.message}`, error))
  duplex.on('end', () => finish('closed_by_peer', 'the host closed the connection'))
  duplex.on('close', () => finish('closed_by_peer', 'the host closed the connection'))
  // Whoever handed the stream over may have paused it, and a paused stream stays so.
  duplex.resume()
  // A stream that is over already says nothing more.
  if (duplex.destroyed || duplex.readableEnded) {
    finish(
      'closed_by_peer',
      'the connection was over before it was used',
      duplex.errored ?? undefined,
    )
  }

  /** @throws XdrError, or what ended the connection, or the signal's reason; nothing is sent then */
  function prepare<A>(procedure: Procedure<A, unknown>, args: unknown, signal?: AbortSignal) {
    if (end) throw end
    signal?.throwIfAborted()
    const { program, version, number, args: codec } = procedure
    const serial = calls.nextSerial()
    const kind = { type: PacketType.call, status: PacketStatus.ok }
    const header = { program, version, procedure: number, serial, ...kind }
    const packet = encodePacket(header, codec as Codec<unknown>, args)
    counted.calls += 1
    return { serial, packet }
  }

  return {
    async call(procedure, ...[args, { timeoutMs = callTimeoutMs, signal } = {}]) {
      const { serial, packet } = prepare(procedure, args, signal)
      return calls.call(serial, packet, procedure, { timeoutMs, signal })
    },
    async openStream(procedure, args, { timeoutMs = callTimeoutMs, signal } = {}) {
      const { serial, packet } = prepare(procedure, args, signal)
      const { duplex: stream, onReply } = streams.add(serial, procedure, callTimeoutMs)
      try {
        const waiting = { timeoutMs, signal, onReply }
        const result = await calls.call(serial, packet, procedure, waiting)
        if (stream.errored) throw stream.errored
        if (signal) addAbortSignal(signal, stream)
        return { stream, result }
      } catch (error) {
        stream.destroy()
        throw error
      }
    },
    listen: (message, listener) => events.add(message, listener),
    stats: () => ({
      ...counted,
      roundTrips: calls.roundTrips,
      unanswered: calls.unanswered,
    }),
    get isOpen() {
      return end === undefined
    },
    destroy: () => finish('closed', 'the connection was closed'),
    closed: closed.promise,
  }
}
