import { buffer } from 'node:stream/consumers'
import { finished } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  accepted,
  download,
  echo,
  eventually,
  failed,
  far,
  header,
  isUsable,
  more,
  noSpace,
  ok,
  open,
  received,
  refusal,
  rpc,
  sent,
  start,
  streamPacket,
  untilSent,
} from './stream-peer.ts'
import { packetOf, PacketType } from './packet.ts'
import { MAX_STREAM_PAYLOAD } from './stream.ts'

beforeEach(() => start())
afterEach(() => rpc.destroy())

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
