import { buffer } from 'node:stream/consumers'
import { finished, pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  accepted,
  download,
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
  SERIAL,
  sent,
  start,
  streamPacket,
  terminal,
  untilSent,
  upload,
} from './stream-peer.ts'
import { packetOf, PacketType } from './packet.ts'
import { MAX_STREAM_PAYLOAD } from './stream.ts'

beforeEach(() => start())
afterEach(() => rpc.destroy())

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
