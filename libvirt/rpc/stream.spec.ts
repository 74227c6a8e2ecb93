import { duplexPair, type Duplex } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { finished, pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encode } from '../xdr/codec.ts'
import { uint } from '../xdr/numbers.ts'
import { createRpcConnection, type RpcConnection } from './connection.ts'
import { createPacketSplitter } from './framing.ts'
import { remoteError } from './libvirt-error.ts'
import { packetOf, PacketStatus, PacketType, PAYLOAD_OFFSET, type Packet } from './packet.ts'
import type { Procedure, StreamDirection, StreamProcedure } from './procedure.ts'
import { MAX_STREAM_PAYLOAD } from './stream.ts'

const echo: Procedure<number, number> = {
  name: 'echo',
  program: 0x1234,
  version: 1,
  number: 5,
  args: uint,
  result: uint,
}
const streaming = <D extends StreamDirection>(
  direction: D,
): StreamProcedure<number, number, D> => ({
  ...echo,
  name: direction,
  number: 7,
  direction,
})
const upload = streaming('send')
const download = streaming('receive')
const terminal = streaming('both')

const { ok, error: failed, continue: more } = PacketStatus
const SERIAL = 1
const header = { program: 0x1234, version: 1, procedure: 7, serial: SERIAL }
const accepted = packetOf({ ...header, type: PacketType.reply, status: ok }, encode(uint, 9))
const streamPacket = (status: Packet['header']['status'], payload?: Buffer) =>
  packetOf({ ...header, type: PacketType.stream, status }, payload)
const refusal = encode(remoteError, {
  code: 38,
  domain: 0,
  message: 'no space left',
  level: 2,
  dom: null,
  str1: null,
  str2: null,
  str3: null,
  int1: 0,
  int2: 0,
  net: null,
})
const noSpace = { name: 'LibvirtError', codeName: 'VIR_ERR_SYSTEM_ERROR', message: 'no space left' }

let far: Duplex
let rpc: RpcConnection
let received: Packet[]

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 5_000 })
/** What the host got after the call itself: status and size of each packet. */
const sent = () =>
  received.slice(1).map(({ header: { status }, bytes }) => [status, bytes.length - PAYLOAD_OFFSET])
const untilSent = (packets: unknown[]) => eventually(() => expect(sent()).toEqual(packets))

function start(options: Parameters<typeof createRpcConnection>[1] = {}): void {
  const [near, other] = duplexPair()
  far = other
  received = []
  const splitter = createPacketSplitter((packet) => received.push(packet))
  far.on('data', (chunk: Buffer) => splitter.push(chunk))
  far.on('error', () => {})
  rpc = createRpcConnection(near, { callTimeoutMs: 1_000, ...options })
}

beforeEach(() => start())
afterEach(() => rpc.destroy())

async function open<D extends StreamDirection>(procedure: StreamProcedure<number, number, D>) {
  const opening = rpc.openStream(procedure, 3)
  far.write(accepted)
  return (await opening).stream
}

async function isUsable(): Promise<void> {
  const answer = rpc.call(echo, 4, { timeoutMs: 5_000 })
  await eventually(() => expect(received.at(-1)?.header.procedure).toBe(echo.number))
  const { serial } = received.at(-1)?.header ?? { serial: 0 }
  const to = { ...header, procedure: echo.number, serial, type: PacketType.reply, status: ok }
  far.write(packetOf(to, encode(uint, 4)))
  expect(await answer).toBe(4)
}

describe('opening', () => {
  it('hands over what the call was answered', async () => {
    const opening = rpc.openStream(upload, 3)
    far.write(accepted)
    expect((await opening).result).toBe(9)
    expect(received[0]?.header).toMatchObject({ procedure: 7, serial: SERIAL, type: 0 })
  })

  it('fails when the host refuses', async () => {
    const opening = rpc.openStream(upload, 3)
    far.write(packetOf({ ...header, type: PacketType.reply, status: failed }, refusal))
    await expect(opening).rejects.toMatchObject(noSpace)
    await isUsable()
    expect(sent()).toHaveLength(1)
  })

  it('is taken back when the host agrees too late', async () => {
    const opening = rpc.openStream(download, 3, { timeoutMs: 5 })
    await expect(opening).rejects.toMatchObject({ name: 'CallTimeoutError' })
    expect(sent()).toEqual([])
    far.write(Buffer.concat([streamPacket(more, Buffer.from('early')), accepted]))
    await untilSent([[failed, 0]])
    far.write(streamPacket(ok))
    await isUsable()
  })

  it('fails with the connection', async () => {
    const opening = rpc.openStream(upload, 3)
    far.destroy()
    await expect(opening).rejects.toMatchObject({ reason: 'closed_by_peer' })
  })
})

describe('sending', () => {
  it('ends once the host has confirmed', async () => {
    const stream = await open(upload)
    const ended = vi.fn<() => void>()
    const done = pipeline([Buffer.from('one'), Buffer.from('three')], stream).then(ended)
    await untilSent([
      [more, 3],
      [more, 5],
      [ok, 0],
    ])
    expect(ended).not.toHaveBeenCalled()
    far.write(streamPacket(ok))
    await done
    await isUsable()
  })

  it('cuts what no packet can hold', async () => {
    const stream = await open(upload)
    stream.write(Buffer.alloc(2 * MAX_STREAM_PAYLOAD + 1, 'x'))
    await eventually(() => expect(sent()).toHaveLength(3))
    expect(sent().map(([, size]) => size)).toEqual([MAX_STREAM_PAYLOAD, MAX_STREAM_PAYLOAD, 1])
  })

  it('takes no more than the socket does', async () => {
    far.pause()
    const stream = await open(upload)
    const chunk = Buffer.alloc(256 * 1024)
    let taken = 0
    while (stream.write(chunk)) taken += chunk.length
    expect(taken).toBeLessThanOrEqual(4 * 1024 * 1024)
    expect(stream.writableNeedDrain).toBe(true)
    far.resume()
    await eventually(() => expect(stream.writableNeedDrain).toBe(false))
  })

  it('fails as soon as the host says so, and sends no more', async () => {
    const stream = await open(upload)
    stream.write(Buffer.from('one'))
    await untilSent([[more, 3]])
    far.write(streamPacket(failed, refusal))
    await expect(finished(stream)).rejects.toMatchObject(noSpace)
    await isUsable()
    expect(sent()).toHaveLength(2)
  })

  it('fails when the host refuses the end', async () => {
    const stream = await open(upload)
    const done = pipeline([Buffer.from('one')], stream)
    await untilSent([
      [more, 3],
      [ok, 0],
    ])
    far.write(streamPacket(failed, refusal))
    await expect(done).rejects.toMatchObject(noSpace)
  })

  it('waits for the confirmation no longer than for any reply', async () => {
    start({ callTimeoutMs: 20 })
    const stream = await open(upload)
    await expect(pipeline([Buffer.from('one')], stream)).rejects.toMatchObject({
      name: 'CallTimeoutError',
      procedure: 'send',
    })
    far.write(streamPacket(ok))
    await isUsable()
  })

  it('does not take an end that nobody asked for as success', async () => {
    const stream = await open(upload)
    far.write(streamPacket(ok))
    await expect(finished(stream)).rejects.toMatchObject({ name: 'ProtocolError' })
  })

  it('nor one that comes before the reply to the call', async () => {
    const opening = rpc.openStream(upload, 3)
    far.write(Buffer.concat([streamPacket(ok), accepted]))
    await expect(opening).rejects.toMatchObject({ name: 'ProtocolError' })
    expect(rpc.isOpen).toBe(true)
  })
})

describe('receiving', () => {
  it('agrees to the end, and ends once the host has confirmed that', async () => {
    const stream = await open(download)
    const all = buffer(stream)
    far.write(streamPacket(more, Buffer.from('one')))
    far.write(streamPacket(more, Buffer.from('two')))
    far.write(streamPacket(more))
    await untilSent([[ok, 0]])
    far.write(streamPacket(ok))
    expect(String(await all)).toBe('onetwo')
    await isUsable()
  })

  it('loses nothing that comes before the reply to the call', async () => {
    const opening = rpc.openStream(download, 3)
    far.write(Buffer.concat([streamPacket(more, Buffer.from('early')), accepted]))
    const { stream } = await opening
    const all = buffer(stream)
    far.write(Buffer.concat([streamPacket(more), streamPacket(ok)]))
    expect(String(await all)).toBe('early')
  })

  it('takes more than it buffers before the reply, but not without end', async () => {
    const opening = rpc.openStream(download, 3)
    const megabytes = Array.from({ length: 15 * 4 }, () =>
      streamPacket(more, Buffer.alloc(262_100)),
    )
    far.write(Buffer.concat([...megabytes, accepted]))
    const { stream } = await opening
    expect(stream.readableLength).toBe(60 * 262_100)
    start()
    const refused = rpc.openStream(download, 3)
    far.write(Buffer.concat([...megabytes, ...megabytes, accepted]))
    await expect(refused).rejects.toMatchObject({ name: 'ProtocolError' })
  })

  it('counts a packet before the reply for more than its data', async () => {
    const opening = rpc.openStream(download, 3)
    const tiny = Buffer.concat(
      Array.from({ length: 33_000 }, () => streamPacket(more, Buffer.of(1))),
    )
    far.write(Buffer.concat([tiny, accepted]))
    await expect(opening).rejects.toMatchObject({ name: 'ProtocolError' })
  })

  it('takes even the end before the reply', async () => {
    const opening = rpc.openStream(download, 3)
    const early = [streamPacket(more, Buffer.from('early')), streamPacket(more)]
    far.write(Buffer.concat([...early, accepted]))
    const { stream } = await opening
    await untilSent([[ok, 0]])
    far.write(streamPacket(ok))
    expect(String(await buffer(stream))).toBe('early')
  })

  it('passes on an error that comes before the reply', async () => {
    const opening = rpc.openStream(download, 3)
    far.write(Buffer.concat([streamPacket(failed, refusal), accepted]))
    await expect(opening).rejects.toMatchObject(noSpace)
    await isUsable()
  })

  it('holds the host back while its reader is behind, which is no silence', async () => {
    start({ keepalive: { intervalMs: 20, limitMs: 100, busyLimitMs: 100 } })
    const stream = await open(download)
    const chunk = streamPacket(more, Buffer.alloc(MAX_STREAM_PAYLOAD))
    let packets = 0
    while (packets < 100 && !far.writableNeedDrain) {
      far.write(chunk)
      packets += 1
      await new Promise((next) => setImmediate(next))
    }
    expect(packets).toBeLessThan(20)
    // Longer than the limit, in which nothing is heard, as nothing is read.
    const pings = received.length
    await expect(rpc.call(echo, 1, { timeoutMs: 200 })).rejects.toThrow('echo')
    expect(rpc.isOpen).toBe(true)
    expect(received.length - pings).toBeLessThanOrEqual(1)
    far.write(streamPacket(more))
    const all = buffer(stream)
    await eventually(() => expect(sent()).toContainEqual([ok, 0]))
    far.write(streamPacket(ok))
    expect((await all).length).toBe(packets * MAX_STREAM_PAYLOAD)
  })

  it('gives a reader that is behind all the time it needs, at the end too', async () => {
    start({ callTimeoutMs: 20 })
    const stream = await open(download)
    const chunk = streamPacket(more, Buffer.alloc(MAX_STREAM_PAYLOAD))
    far.write(Buffer.concat([...Array<Buffer>(17).fill(chunk), streamPacket(more)]))
    await untilSent([[ok, 0]])
    // Its own limit passes while nothing is read, hence no confirmation either.
    await expect(rpc.call(echo, 1, { timeoutMs: 60 })).rejects.toThrow('echo')
    expect(stream.errored).toBe(null)
    far.write(streamPacket(ok))
    expect((await buffer(stream)).length).toBe(17 * MAX_STREAM_PAYLOAD)
  })

  it('does not take data that is cut short for all', async () => {
    const stream = await open(download)
    const all = buffer(stream)
    far.write(Buffer.concat([streamPacket(more, Buffer.from('half')), streamPacket(ok)]))
    await expect(all).rejects.toMatchObject({ name: 'ProtocolError' })
    await isUsable()
  })

  it('refuses a hole that it did not ask for', async () => {
    const stream = await open(download)
    far.write(packetOf({ ...header, type: PacketType.streamHole, status: more }, Buffer.alloc(12)))
    await expect(finished(stream)).rejects.toMatchObject({ name: 'ProtocolError' })
    await untilSent([[failed, 0]])
  })

  it('fails in one way when the error itself cannot be read', async () => {
    const stream = await open(download)
    far.write(streamPacket(failed, Buffer.from('what')))
    await expect(finished(stream)).rejects.toMatchObject({ name: 'XdrError' })
    await isUsable()
  })
})

describe('a reader that throws', () => {
  it('costs its own error, not the connection', async () => {
    const thrown = Promise.withResolvers<Error>()
    process.prependOnceListener('uncaughtException', thrown.resolve)
    const others = process.listeners('uncaughtException').slice(1)
    for (const other of others) process.off('uncaughtException', other)
    try {
      const stream = await open(download)
      stream.on('data', () => {
        throw new Error('my own fault')
      })
      far.write(streamPacket(more, Buffer.from('data')))
      expect((await thrown.promise).message).toBe('my own fault')
    } finally {
      for (const other of others) process.on('uncaughtException', other)
    }
    expect(rpc.isOpen).toBe(true)
    await isUsable()
  })
})

describe('both ways', () => {
  it('ends for both when the host ends it', async () => {
    const stream = await open(terminal)
    stream.write('ls\n')
    far.write(streamPacket(more, Buffer.from('README')))
    far.write(streamPacket(more))
    const all = buffer(stream)
    await untilSent([
      [more, 3],
      [ok, 0],
    ])
    far.write(streamPacket(ok))
    expect(String(await all)).toBe('README')
    await finished(stream)
  })

  it('ends for both when we end it', async () => {
    const stream = await open(terminal)
    const all = buffer(stream)
    stream.end('bye')
    await untilSent([
      [more, 3],
      [ok, 0],
    ])
    far.write(streamPacket(ok))
    expect((await all).length).toBe(0)
    await finished(stream)
  })
})

describe('giving up', () => {
  it('tells the host, and drops what it still sends', async () => {
    const stream = await open(download)
    const isOver = finished(stream).catch(() => {})
    far.write(streamPacket(more, Buffer.from('one')))
    for await (const chunk of stream) {
      expect(String(chunk)).toBe('one')
      break
    }
    await isOver
    await untilSent([[failed, 0]])
    far.write(Buffer.concat([streamPacket(more, Buffer.from('two')), streamPacket(ok)]))
    await isUsable()
  })

  it('follows the signal', async () => {
    const controller = new AbortController()
    const opening = rpc.openStream(upload, 3, { signal: controller.signal })
    far.write(accepted)
    const { stream } = await opening
    controller.abort(new Error('changed my mind'))
    await expect(finished(stream)).rejects.toMatchObject({ name: 'AbortError' })
    await untilSent([[failed, 0]])
  })

  it('comes with the end of the connection', async () => {
    const stream = await open(upload)
    far.destroy()
    await expect(finished(stream)).rejects.toMatchObject({
      name: 'ConnectionClosedError',
      reason: 'closed_by_peer',
    })
  })

  it('does not end the process when nobody listens', async () => {
    const stream = await open(upload)
    far.write(streamPacket(failed, refusal))
    await eventually(() => expect(stream.destroyed).toBe(true))
    expect(stream.errored).toMatchObject(noSpace)
  })
})
