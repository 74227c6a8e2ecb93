import { duplexPair } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { createRpcConnection } from '../../rpc/connection.ts'
import { CallTimeoutError, ConnectionClosedError } from '../../rpc/errors.ts'
import { KEEPALIVE_PROGRAM } from '../../rpc/keepalive.ts'
import { LibvirtError } from '../../rpc/libvirt-error.ts'
import { packetOf, PacketStatus, PacketType } from '../../rpc/packet.ts'
import { REMOTE_PROGRAM } from '../../protocol/remote.ts'
import { XdrError } from '../../xdr/xdr-error.ts'
import { messages, procedures } from './declarations.ts'
import { mutate } from './mutate.ts'
import { createRandom, type Random } from './random.ts'
import { packetsOf, recordings } from './recordings.ts'
import type { FuzzTarget } from './target.ts'
import { makeValid } from './valid.ts'

/** Calls under way while the peer talks; their serials are 1 to this. */
const CALLS = 6
const types = Object.values(PacketType)
const statuses = Object.values(PacketStatus)
const recorded = [recordings.qemu, recordings.test].flatMap(packetsOf)

/** What a connection may say when asked something in vain. */
const known = [LibvirtError, XdrError, CallTimeoutError, ConnectionClosedError]

function makePacket(random: Random): Buffer {
  if (random.chance(0.2)) return random.pick(recorded)
  const declared = random.pick<{ program: number; number: number }>([...procedures, ...messages])
  const header = {
    program: random.pick([
      REMOTE_PROGRAM,
      REMOTE_PROGRAM,
      KEEPALIVE_PROGRAM,
      random.below(2 ** 32),
    ]),
    version: random.below(3),
    procedure: random.chance(0.7) ? declared.number : random.below(400),
    type: random.chance(0.5) ? PacketType.reply : random.pick(types),
    serial: random.chance(0.8) ? random.below(CALLS + 3) : random.below(2 ** 32),
    status: random.pick(statuses),
  }
  const codec = 'payload' in declared ? declared.payload : (declared as { result?: unknown }).result
  const payload = random.chance(0.6)
    ? makeValid(random, codec as Parameters<typeof makeValid>[1]).bytes
    : random.bytes(4 * random.below(20))
  return packetOf(header, random.chance(0.3) ? mutate(random, payload) : payload)
}

/** A peer that sends anything: every wait ends with one of four errors or a value, and so does the connection. */
export const rpc: FuzzTarget = {
  name: 'rpc',
  make(random) {
    const stream = Buffer.concat(
      Array.from({ length: 1 + random.below(8) }, () => makePacket(random)),
    )
    return Buffer.concat([random.bytes(4), random.chance(0.3) ? mutate(random, stream) : stream])
  },
  async run(input) {
    if (input.length < 4) return
    const random = createRandom(input.readUInt32BE())
    const [near, far] = duplexPair()
    far.on('error', () => {})
    let answered = 0
    far.on('data', (chunk: Buffer) => (answered += chunk.length))
    const warnings: Error[] = []
    const connection = createRpcConnection(near, {
      callTimeoutMs: 5_000,
      onWarning: (warning) => warnings.push(warning),
    })
    for (const message of messages) connection.listen(message, () => {})
    const calls = Array.from({ length: CALLS }, () => {
      const procedure = random.pick(procedures)
      return connection.call(procedure, makeValid(random, procedure.args).value)
    })
    const outcomes = Promise.allSettled(calls)
    const written = connection.stats().bytesWritten

    for (let at = 4; at < input.length;) {
      const size = 1 + random.below(random.pick([8, 64, 4_096, 65_536]))
      far.write(input.subarray(at, at + size))
      at += size
      if (random.chance(0.2)) await turn()
    }
    await turn()
    await turn()
    if (random.chance(0.5)) far.end()
    await turn()
    connection.destroy()
    await connection.closed

    for (const outcome of await outcomes) {
      if (outcome.status === 'fulfilled') continue
      if (!known.some((type) => outcome.reason instanceof type)) throw outcome.reason
    }
    for (const warning of warnings) if (!(warning instanceof XdrError)) throw warning
    if (answered > written + input.length) throw new Error(`${answered} bytes in answer`)
    const left = connection.stats().unanswered
    if (left !== 0) throw new Error(`${left} calls are still unanswered`)
    far.destroy()
  },
}
