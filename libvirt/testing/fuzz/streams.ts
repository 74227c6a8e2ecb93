import { duplexPair, type Duplex } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { domainOpenConsole, storageVolDownload, storageVolUpload } from '../../protocol/streams.ts'
import { createRpcConnection } from '../../rpc/connection.ts'
import { CallTimeoutError, ConnectionClosedError, ProtocolError } from '../../rpc/errors.ts'
import { LibvirtError, remoteError } from '../../rpc/libvirt-error.ts'
import { packetOf, PacketStatus, PacketType } from '../../rpc/packet.ts'
import { XdrError } from '../../xdr/xdr-error.ts'
import { mutate } from './mutate.ts'
import { createRandom, type Random } from './random.ts'
import type { FuzzTarget } from './target.ts'
import { makeValid } from './valid.ts'

/** Each is taken for one that goes both ways; who looks at `readable` and `writable` sees the truth. */
type Some = typeof domainOpenConsole

const procedures = [storageVolUpload, storageVolDownload, domainOpenConsole]
const statuses = Object.values(PacketStatus)

/** What a stream may end with. */
const known = [LibvirtError, XdrError, CallTimeoutError, ConnectionClosedError, ProtocolError]

function makePacket(random: Random): Buffer {
  const index = random.below(procedures.length)
  const { program, version, number } = procedures[index] ?? storageVolUpload
  const isReply = random.chance(0.4)
  const status = random.chance(isReply ? 0.7 : 0) ? PacketStatus.ok : random.pick(statuses)
  const header = {
    program,
    version,
    procedure: number,
    type: isReply
      ? PacketType.reply
      : random.chance(0.9)
        ? PacketType.stream
        : PacketType.streamHole,
    serial: random.chance(0.95) ? index + 1 : random.below(9),
    status,
  }
  if (status === PacketStatus.error && random.chance(0.7)) {
    return packetOf(header, makeValid(random, remoteError).bytes)
  }
  return packetOf(
    header,
    isReply ? undefined : random.bytes(random.below(random.pick([2, 50, 5_000]))),
  )
}

/** What the user of a stream does with it, at some time. */
function use(random: Random, stream: Duplex): void {
  const { readable, writable } = stream
  if (readable && random.chance(0.7)) stream.resume()
  if (writable && random.chance(0.7)) stream.write(random.bytes(random.below(400)))
  if (writable && random.chance(0.5)) stream.end()
  if (random.chance(0.3)) stream.destroy()
}

/** A peer that sends anything on a stream: each ends, with nothing or with an error that is known. */
export const streams: FuzzTarget = {
  name: 'streams',
  make(random) {
    const packets = Array.from({ length: 1 + random.below(12) }, () => makePacket(random))
    const bytes = Buffer.concat(packets)
    return Buffer.concat([random.bytes(4), random.chance(0.2) ? mutate(random, bytes) : bytes])
  },
  async run(input) {
    if (input.length < 4) return
    const random = createRandom(input.readUInt32BE())
    const [near, far] = duplexPair()
    far.on('error', () => {})
    far.resume()
    const connection = createRpcConnection(near, { callTimeoutMs: 5_000, onWarning: () => {} })
    const ended: Promise<unknown>[] = []
    const all: Duplex[] = []
    const opened = procedures.map(async (procedure) => {
      const args = makeValid(random, procedure.args).value
      const { stream } = await connection.openStream(procedure as Some, args as never)
      ended.push(endOf(stream))
      all.push(stream)
      use(random, stream)
    })
    const outcomes = Promise.allSettled(opened)

    for (let at = 4; at < input.length;) {
      const size = 1 + random.below(random.pick([8, 64, 4_096, 65_536]))
      far.write(input.subarray(at, at + size))
      at += size
      if (random.chance(0.3)) await turn()
    }
    await turn()
    if (random.chance(0.5)) far.end()
    await turn()
    connection.destroy()
    await connection.closed
    // What came whole before the end is there to be read after it.
    for (const stream of all) if (stream.readable) stream.resume()
    const reasons = (await outcomes).map(
      (o) => (o.status === 'rejected' ? o.reason : null) as unknown,
    )
    for (const reason of [...reasons, ...(await Promise.all(ended))]) {
      if (reason && !known.some((type) => reason instanceof type)) throw reason as Error
    }
    far.destroy()
  },
}

/** Resolves when a stream is closed, with its error if there was one. */
function endOf(stream: Duplex): Promise<unknown> {
  return new Promise((resolve) => {
    if (stream.closed) resolve(stream.errored)
    stream.once('close', () => resolve(stream.errored))
  })
}
