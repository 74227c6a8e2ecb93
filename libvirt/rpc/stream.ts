import { Duplex, type Readable, type Writable } from 'node:stream'
import { delayOf } from '../delay.ts'
import { decode } from '../xdr/codec.ts'
import type { XdrError } from '../xdr/xdr-error.ts'
import { CallTimeoutError, ProtocolError } from './errors.ts'
import { LibvirtError, remoteError } from './libvirt-error.ts'
import {
  packetHead,
  PacketStatus,
  PacketType,
  PAYLOAD_OFFSET,
  type Packet,
  type PacketHeader,
} from './packet.ts'
import type { StreamDirection } from './procedure.ts'

// Source: libvirt's docs/kbase/internals/rpc.rst, section on streams, and src/remote/remote_daemon_stream.c.

/** What a stream looks like to its user. */
export type StreamOf<D extends StreamDirection> = {
  send: Writable
  receive: Readable
  both: Duplex
}[D]

/** VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX: every libvirt takes packets of this size. */
export const MAX_STREAM_PAYLOAD = 262_120

const NO_DATA = Buffer.alloc(0)

/** Far more than a host gets rid of between accepting a call and saying so. */
const MAX_EARLY_BYTES = 16 * 1024 * 1024

/** What a packet costs us beside its data: small ones cost more than they hold. Bytes. */
const PACKET_COST = 512

const KiB = 1024

/**
 * How much may lie on our side of the socket. Data that is sent should never run out while its source
 * is read; what is received comes in packets that may be tiny, on a console most of them are.
 */
const sides = {
  send: { readable: false, writableHighWaterMark: 4_096 * KiB },
  receive: { writable: false, readableHighWaterMark: 512 * KiB },
  both: { readableHighWaterMark: 64 * KiB, writableHighWaterMark: 64 * KiB },
}

export interface StreamOptions {
  readonly header: Pick<PacketHeader, 'program' | 'version' | 'procedure' | 'serial'>
  /** The procedure's, for errors. */
  readonly name: string
  readonly direction: StreamDirection
  /** How long the host may take to confirm the end. Milliseconds. */
  readonly finishTimeoutMs: number
  /** `written` is told once the socket has taken the bytes. */
  readonly write: (bytes: Buffer, written?: () => void) => void
  /** Stops and starts reading from the socket. */
  readonly pause: () => void
  readonly resume: () => void
  /** Whether nothing is read from the socket at the moment. */
  readonly isDeaf: () => boolean
  /** The host will send nothing of this stream any more. */
  readonly onOver: () => void
}

/** One stream of a connection. */
export interface RpcStream {
  readonly duplex: Duplex
  /** The call that opens it was accepted, or was not. */
  readonly onReply: (accepted: boolean) => void
  /** Takes a packet that carries the stream's serial. */
  readonly receive: (packet: Packet) => void
  /** The connection ended. */
  readonly fail: (error: Error) => void
}

/**
 * A stream over packets. Either side ends it by a packet of status OK, which the host confirms; an
 * error from the host ends it at once; `destroy()` asks the host to drop it.
 */
export function createRpcStream(options: StreamOptions): RpcStream {
  const { direction, write } = options
  // opening: the host has not agreed yet, though it may send data already. open: data flows.
  // finishing: the host was asked to confirm the end. aborted: it was asked to forget the stream, or
  // will be once it agrees, and what it still sends is dropped. over: it will send nothing any more.
  let phase: 'opening' | 'open' | 'finishing' | 'aborted' | 'over' = 'opening'
  let timer: NodeJS.Timeout | undefined
  let earlyBytes = 0
  let onConfirmed: (error?: Error) => void = () => {}

  function send(status: PacketHeader['status'], payload: Buffer = NO_DATA, written?: () => void) {
    const header = { ...options.header, type: PacketType.stream, status }
    // Not joined with its data, which would copy all of it once more.
    write(packetHead(header, payload.length), payload.length > 0 ? undefined : written)
    if (payload.length > 0) write(payload, written)
  }

  const duplex = new Duplex({
    // Node knows both of these, its types do not.
    ...sides[direction],
    read: options.resume,
    write: (chunk: Buffer, _encoding, done) => sendAll([chunk], done),
    writev: (chunks, done) =>
      sendAll(
        chunks.map(({ chunk }) => chunk as Buffer),
        done,
      ),
    final(done) {
      if (phase === 'over') return done()
      onConfirmed = done
      finish()
    },
    destroy(error, done) {
      clearTimeout(timer)
      options.resume()
      if (phase === 'open') send(PacketStatus.error)
      if (phase !== 'over') phase = 'aborted'
      done(error)
    },
  })

  // Who reads, writes or pipes hears of an error there. One that comes before must not end the process.
  duplex.on('error', () => {})

  function sendAll(chunks: readonly Buffer[], done: () => void): void {
    const pieces = chunks.flatMap(piecesOf)
    const last = pieces.pop()
    // Packets of a stream that the host has ended already would only be thrown away there.
    if (phase !== 'open' || !last) return done()
    for (const piece of pieces) send(PacketStatus.continue, piece)
    send(PacketStatus.continue, last, done)
  }

  function onReply(accepted: boolean): void {
    if (!accepted) {
      phase = 'over'
      options.onOver()
      duplex.destroy()
    } else if (phase === 'opening') {
      phase = 'open'
      if (duplex.readableLength >= duplex.readableHighWaterMark) options.pause()
    } else if (phase === 'aborted') {
      send(PacketStatus.error)
    }
  }

  function finish(): void {
    if (phase !== 'open' && phase !== 'opening') return
    phase = 'finishing'
    limitEnd()
    send(PacketStatus.ok)
  }

  function limitEnd(): void {
    timer = setTimeout(() => {
      // The confirmation may lie unread, as long as some reader is behind.
      if (options.isDeaf()) return limitEnd()
      duplex.destroy(new CallTimeoutError(options.name, options.finishTimeoutMs))
    }, delayOf(options.finishTimeoutMs))
  }

  function settle(error?: Error): void {
    const wanted = phase !== 'aborted'
    phase = 'over'
    clearTimeout(timer)
    options.onOver()
    onConfirmed(error)
    if (!wanted) return
    if (error) return void duplex.destroy(error)
    if (direction !== 'send') duplex.push(null)
    if (direction === 'both') duplex.end()
  }

  function receiveData(payload: Buffer): void {
    if (phase === 'aborted' || direction === 'send') return
    // Nothing in it means that there is no more; the host waits for us to agree.
    if (payload.length === 0) return finish()
    const hasRoom = duplex.push(payload)
    // Before the reply nobody can read yet, and the reply itself must still be read.
    if (phase !== 'opening') return hasRoom ? undefined : options.pause()
    earlyBytes += payload.length + PACKET_COST
    if (earlyBytes > MAX_EARLY_BYTES) {
      duplex.destroy(new ProtocolError('a stream began long before its call was accepted'))
    }
  }

  return {
    duplex,
    onReply,
    receive(packet) {
      const { header, bytes } = packet
      if (header.status === PacketStatus.error) {
        settle(errorOf(options.name, packet))
      } else if (header.type === PacketType.streamHole) {
        duplex.destroy(new ProtocolError('a hole in a stream that did not ask for any'))
      } else if (header.status === PacketStatus.ok) {
        // It confirms only what was asked: data that is cut short must not pass for all.
        const unasked = phase === 'open' || phase === 'opening'
        settle(
          unasked
            ? new ProtocolError('the host confirmed an end that nobody asked for')
            : undefined,
        )
      } else {
        receiveData(bytes.subarray(PAYLOAD_OFFSET))
      }
    },
    fail: settle,
  }
}

function errorOf(name: string, { bytes }: Packet): Error {
  try {
    return new LibvirtError(name, decode(remoteError, bytes, PAYLOAD_OFFSET))
  } catch (error) {
    return error as XdrError
  }
}

function piecesOf(chunk: Buffer): Buffer[] {
  const pieces: Buffer[] = []
  for (let start = 0; start < chunk.length; start += MAX_STREAM_PAYLOAD) {
    pieces.push(chunk.subarray(start, start + MAX_STREAM_PAYLOAD))
  }
  return pieces
}
