import type { Duplex } from 'node:stream'
import { encode } from '../xdr/codec.ts'
import { remoteError } from '../rpc/libvirt-error.ts'
import { packetOf, PacketStatus, PacketType, PAYLOAD_OFFSET, type Packet } from '../rpc/packet.ts'
import { MAX_STREAM_PAYLOAD } from '../rpc/stream.ts'
import type { FakeAnswer, FakeContext, FakeStream, FakeStreamWriter } from './fake-answer.ts'
import { errorOf } from './fake-error.ts'

/** The streams of one client of the fake, in libvirt's own ways. */
export function createFakeStreams(duplex: Duplex) {
  const streams = new Map<number, FakeStream>()

  function write(
    { header }: Packet,
    status: Packet['header']['status'],
    payload: Buffer = Buffer.alloc(0),
  ): void {
    if (!duplex.writable) return
    duplex.write(packetOf({ ...header, type: PacketType.stream, status }, payload))
  }

  function writeAll(packet: Packet, data: Buffer): void {
    for (let start = 0; start < data.length; start += MAX_STREAM_PAYLOAD) {
      write(packet, PacketStatus.continue, data.subarray(start, start + MAX_STREAM_PAYLOAD))
    }
  }

  function fail(packet: Packet, error: unknown): void {
    streams.delete(packet.header.serial)
    write(packet, PacketStatus.error, encode(remoteError, errorOf(error)))
  }

  return {
    /**
     * Opens a stream, or refuses. Nothing of it is written until the returned function is called. The
     * real one may send data before the reply to the call, so this one always does.
     */
    open(call: Packet, { open }: FakeAnswer, args: unknown, context: FakeContext): () => void {
      let held: (() => void)[] | undefined = []
      const later = (work: () => void) => (held ? void held.push(work) : work())
      const writer: FakeStreamWriter = {
        send: (data) => later(() => writeAll(call, data)),
        end: () => later(() => write(call, PacketStatus.continue)),
        fail: (refusal) => later(() => fail(call, refusal)),
      }
      if (open) streams.set(call.header.serial, open(args as never, context, writer))
      return () => {
        const first = held ?? []
        held = undefined
        for (const work of first) work()
      }
    },

    /** Packets of a stream that is over are dropped. */
    receive(packet: Packet): void {
      const { serial, status } = packet.header
      const stream = streams.get(serial)
      if (!stream) return
      try {
        if (status === PacketStatus.continue) {
          return stream.take?.(Buffer.from(packet.bytes.subarray(PAYLOAD_OFFSET)))
        }
        streams.delete(serial)
        if (status === PacketStatus.ok) stream.finish?.()
        else stream.abort?.()
        write(packet, PacketStatus.ok)
      } catch (error) {
        fail(packet, error)
      }
    },

    get size() {
      return streams.size
    },
  }
}
