import { once } from 'node:events'
import { duplexPair, type Duplex } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decode, encode } from '../xdr/codec.ts'
import { string } from '../xdr/bytes.ts'
import { nothing, uint } from '../xdr/numbers.ts'
import { createRpcConnection, type RpcConnection } from './connection.ts'
import { createPacketSplitter } from './framing.ts'
import { KEEPALIVE_PROGRAM, type KeepaliveOptions } from './keepalive.ts'
import { packetOf, PacketStatus, PacketType, PAYLOAD_OFFSET, type Packet } from './packet.ts'
import type { EventMessage, Procedure } from './procedure.ts'

const PROGRAM = 0x1234
const double: Procedure<number, number> = {
  name: 'double',
  program: PROGRAM,
  version: 1,
  number: 5,
  args: uint,
  result: uint,
}
const ping: Procedure<void, void> = { ...double, name: 'ping', args: nothing, result: nothing }
const news: EventMessage<string> = {
  name: 'news',
  program: PROGRAM,
  number: 8,
  payload: string(99),
}

const header = { program: PROGRAM, version: 1, procedure: 5, serial: 0 }
const reply = (serial: number, value: number) =>
  packetOf(
    { ...header, serial, type: PacketType.reply, status: PacketStatus.ok },
    encode(uint, value),
  )
const message = (text: string) =>
  packetOf(
    { ...header, procedure: 8, type: PacketType.message, status: PacketStatus.ok },
    encode(string(99), text),
  )

let far: Duplex
let rpc: RpcConnection
let received: Packet[]
const warnings: Error[] = []

const argumentOf = (packet: Packet | undefined) =>
  packet && decode(uint, packet.bytes, PAYLOAD_OFFSET)
const untilReceived = (count: number) => vi.waitFor(() => expect(received).toHaveLength(count))

beforeEach(() => {
  const [near, other] = duplexPair()
  far = other
  received = []
  warnings.length = 0
  const splitter = createPacketSplitter((packet) => received.push(packet))
  far.on('data', (chunk: Buffer) => splitter.push(chunk))
  far.on('error', () => {})
  rpc = createRpcConnection(near, {
    callTimeoutMs: 1_000,
    onWarning: (warning) => warnings.push(warning),
  })
})
afterEach(() => rpc.destroy())

describe('call', () => {
  it('writes one call packet and resolves with the reply of the same serial', async () => {
    const answer = rpc.call(double, 21)
    await untilReceived(1)
    expect(received[0]?.header).toEqual({ ...header, serial: 1, type: 0, status: 0 })
    expect(argumentOf(received[0])).toBe(21)
    far.write(reply(1, 42))
    expect(await answer).toBe(42)
  })

  it('needs no arguments where there are none', async () => {
    const answer = rpc.call(ping)
    await untilReceived(1)
    far.write(packetOf({ ...header, serial: 1, type: PacketType.reply, status: 0 }))
    expect(await answer).toBeUndefined()
  })

  it('matches replies that come in any order, in pieces', async () => {
    const answers = Promise.all([1, 2, 3].map((n) => rpc.call(double, n)))
    await untilReceived(3)
    const stream = Buffer.concat([reply(3, 6), reply(1, 2), reply(2, 4)])
    for (const byte of stream) far.write(Buffer.of(byte))
    expect(await answers).toEqual([2, 4, 6])
  })

  it('ignores a serial it never used', async () => {
    const answer = rpc.call(double, 1)
    far.write(reply(77, 9))
    far.write(packetOf({ ...header, procedure: 0, type: PacketType.reply, status: 0 }))
    far.write(reply(1, 2))
    expect(await answer).toBe(2)
  })

  it('rejects what cannot be encoded, and sends nothing', async () => {
    await expect(rpc.call(double, -1)).rejects.toMatchObject({ code: 'out_of_range' })
    expect(rpc.stats()).toMatchObject({ calls: 0, bytesWritten: 0, unanswered: 0 })
  })

  it('rejects a reply that does not decode, and stays usable', async () => {
    const spoilt = rpc.call(double, 1)
    far.write(packetOf({ ...header, serial: 1, type: PacketType.reply, status: 0 }))
    await expect(spoilt).rejects.toMatchObject({ name: 'XdrError', code: 'truncated' })
    const next = rpc.call(double, 2)
    far.write(reply(2, 4))
    expect(await next).toBe(4)
  })

  it('gives up after its limit and drops the late reply', async () => {
    await expect(rpc.call(double, 1, { timeoutMs: 10 })).rejects.toMatchObject({
      name: 'CallTimeoutError',
      procedure: 'double',
      timeoutMs: 10,
    })
    expect(rpc.stats().unanswered).toBe(1)
    far.write(reply(1, 2))
    const next = rpc.call(double, 2)
    far.write(reply(2, 4))
    expect(await next).toBe(4)
    expect(rpc.stats().unanswered).toBe(0)
  })

  it('waits as long as it takes without a limit', async () => {
    const answer = rpc.call(double, 2, { timeoutMs: Infinity })
    await untilReceived(1)
    await expect(rpc.call(double, 3, { timeoutMs: 20 })).rejects.toThrow('20 ms')
    far.write(reply(1, 4))
    expect(await answer).toBe(4)
  })

  it('ends when its signal says so', async () => {
    const controller = new AbortController()
    const waiting = rpc.call(double, 1, { signal: controller.signal })
    controller.abort(new Error('changed my mind'))
    await expect(waiting).rejects.toThrow('changed my mind')
    await expect(rpc.call(double, 1, { signal: controller.signal })).rejects.toThrow(
      'changed my mind',
    )
    expect(rpc.stats().calls).toBe(1)
  })
})

describe('the end', () => {
  it.each([
    ['the peer ends the stream', () => far.end(), 'closed_by_peer'],
    ['the peer destroys it', () => far.destroy(), 'closed_by_peer'],
    ['we destroy it', () => rpc.destroy(), 'closed'],
    ['the stream is not the protocol', () => far.write('SSH-2.0-OpenSSH_9.2'), 'protocol_error'],
  ])('rejects every call when %s', async (_, end, reason) => {
    const waiting = Promise.allSettled([rpc.call(double, 1), rpc.call(double, 2)])
    await untilReceived(2)
    end()
    const failure = { name: 'ConnectionClosedError', reason }
    for (const outcome of await waiting) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: failure })
    }
    await expect(rpc.call(double, 3)).rejects.toMatchObject(failure)
    expect(await rpc.closed).toMatchObject(failure)
    expect(rpc.isOpen).toBe(false)
  })

  it('keeps the cause', async () => {
    far.write('SSH-2.0-OpenSSH_9.2')
    expect((await rpc.closed).cause).toMatchObject({ name: 'ProtocolError' })
  })

  it('may have come before the connection is made', async () => {
    const [near] = duplexPair()
    near.destroy()
    await once(near, 'close')
    const late = createRpcConnection(near)
    await expect(late.call(double, 1)).rejects.toMatchObject({ reason: 'closed_by_peer' })
  })

  it('comes when the host calls us', async () => {
    far.write(packetOf({ ...header, type: PacketType.call, status: 0 }))
    expect((await rpc.closed).reason).toBe('protocol_error')
  })
})

describe('listen', () => {
  it('hands over messages until told to stop', async () => {
    const heard: string[] = []
    const stop = rpc.listen(news, (text) => heard.push(text))
    far.write(message('one'))
    await vi.waitFor(() => expect(heard).toEqual(['one']))
    stop()
    far.write(message('two'))
    const answer = rpc.call(double, 1)
    far.write(reply(1, 2))
    await answer
    expect(heard).toEqual(['one'])
  })

  it('survives listeners that throw and payloads that do not decode', async () => {
    const heard: string[] = []
    rpc.listen(news, () => {
      throw new Error('my own fault')
    })
    rpc.listen(news, (text) => heard.push(text))
    far.write(message('one'))
    const spoilt = { ...header, procedure: 8, type: PacketType.message, status: 0 } as const
    for (let n = 0; n < 50; n += 1) far.write(packetOf(spoilt))
    far.write(message('two'))
    await vi.waitFor(() => expect(heard).toEqual(['one', 'two']))
    // Of the spoilt ones once.
    expect(warnings.map(({ name }) => name)).toEqual(['Error', 'XdrError', 'Error'])
    expect(warnings[0]?.message).toBe('my own fault')
    expect(rpc.isOpen).toBe(true)
  })
})

describe('stats', () => {
  it('count sequential waits, not calls', async () => {
    const wave = async (first: number) => {
      const answers = [0, 1, 2].map((n) => rpc.call(double, n))
      for (let serial = first; serial < first + 3; serial++) far.write(reply(serial, 0))
      await Promise.all(answers)
    }
    await wave(1)
    expect(rpc.stats()).toMatchObject({ calls: 3, roundTrips: 1, unanswered: 0 })
    await wave(4)
    expect(rpc.stats()).toMatchObject({ calls: 6, roundTrips: 2, bytesRead: 6 * 32 })
  })

  it('count what was learnt from the first of several replies as one wait more', async () => {
    const [first, second] = [rpc.call(double, 1), rpc.call(double, 2)]
    far.write(reply(1, 2))
    await first
    const third = rpc.call(double, 3)
    far.write(Buffer.concat([reply(2, 4), reply(3, 6)]))
    await Promise.all([second, third])
    expect(rpc.stats().roundTrips).toBe(2)
  })
})

describe('keepalive', () => {
  const pong = packetOf({
    program: KEEPALIVE_PROGRAM,
    version: 1,
    procedure: 2,
    type: PacketType.message,
    serial: 0,
    status: 0,
  })
  const isPing = ({ header: { program, procedure } }: Packet) =>
    program === KEEPALIVE_PROGRAM && procedure === 1

  function connectWith(limits: Partial<KeepaliveOptions>) {
    const [near, other] = duplexPair()
    const packets: Packet[] = []
    const splitter = createPacketSplitter((packet) => packets.push(packet))
    other.on('data', (chunk: Buffer) => splitter.push(chunk))
    const connection = createRpcConnection(near, { keepalive: { intervalMs: 10, ...limits } })
    return { connection, other, packets }
  }

  it('answers a ping with a pong', async () => {
    const askedByServer = Buffer.from(pong)
    askedByServer.writeUInt32BE(1, 12)
    far.write(askedByServer)
    await untilReceived(1)
    expect(received[0]?.header).toMatchObject({ program: KEEPALIVE_PROGRAM, procedure: 2 })
  })

  it('asks a silent host and gives it up at the limit', async () => {
    const { connection, packets } = connectWith({ limitMs: 60, busyLimitMs: 10_000 })
    expect((await connection.closed).reason).toBe('keepalive_timeout')
    expect(packets.filter(isPing).length).toBeGreaterThan(1)
  })

  it('never asks when told so', async () => {
    const { connection, packets } = connectWith({ intervalMs: Infinity })
    await expect(connection.call(double, 1, { timeoutMs: 40 })).rejects.toThrow('40 ms')
    expect(connection.isOpen).toBe(true)
    expect(packets.filter(isPing)).toEqual([])
    connection.destroy()
  })

  it('takes any byte as a sign of life', async () => {
    const { connection, other, packets } = connectWith({ limitMs: 60, busyLimitMs: 60 })
    other.on('data', () => other.write(pong))
    await vi.waitFor(() => expect(packets.filter(isPing).length).toBeGreaterThan(10))
    expect(connection.isOpen).toBe(true)
    connection.destroy()
  })

  it('is patient with a host that works on five calls, as it reads nothing then', async () => {
    const { connection } = connectWith({ limitMs: 30, busyLimitMs: 150 })
    const start = performance.now()
    await Promise.allSettled([1, 2, 3, 4, 5].map((n) => connection.call(double, n)))
    expect(performance.now() - start).toBeGreaterThan(100)
    expect((await connection.closed).reason).toBe('keepalive_timeout')
  })
})
