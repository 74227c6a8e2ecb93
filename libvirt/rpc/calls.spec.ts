import { describe, expect, it, vi } from 'vitest'
import { encode } from '../xdr/codec.ts'
import { uint } from '../xdr/numbers.ts'
import { createCallTable } from './calls.ts'
import { PacketStatus, PacketType, PAYLOAD_OFFSET, type Packet } from './packet.ts'

const echo = { name: 'echo', result: uint }
const patient = { timeoutMs: 10_000 }

/** At most two calls at a time; the packet of a call is its serial. */
function tableOf(taken: readonly number[] = []) {
  const written: number[] = []
  const table = createCallTable({
    write: (packet) => written.push(packet.readUInt32BE()),
    maxInFlight: 2,
    isTaken: (serial) => taken.includes(serial),
  })
  return {
    table,
    written,
    call: (options: Parameters<typeof table.call>[3] = patient) => {
      const serial = table.nextSerial()
      return table.call(serial, encode(uint, serial), echo, options)
    },
    reply: (serial: number, value = serial) => table.settle(replyOf(serial, value)),
  }
}

function replyOf(serial: number, value: number): Packet {
  const { ok: status } = PacketStatus
  const header = { program: 1, version: 1, procedure: 1, type: PacketType.reply, serial, status }
  return { header, bytes: Buffer.concat([Buffer.alloc(PAYLOAD_OFFSET), encode(uint, value)]) }
}

describe('the window', () => {
  it('lets so many calls out, the next with each reply, in their order', async () => {
    const { call, reply, table, written } = tableOf()
    const answers = Promise.all([call(), call(), call(), call()])
    expect(written).toEqual([1, 2])
    expect(table.unanswered).toBe(2)
    reply(2)
    expect(written).toEqual([1, 2, 3])
    reply(1)
    reply(3)
    reply(4)
    expect(await answers).toEqual([1, 2, 3, 4])
    expect(written).toEqual([1, 2, 3, 4])
    expect(table.unanswered).toBe(0)
  })

  it('counts what waits in it as asked together', async () => {
    const { call, reply, table } = tableOf()
    const answers = Promise.all([call(), call(), call()])
    reply(1)
    reply(2)
    reply(3)
    await answers
    expect(table.roundTrips).toBe(1)
  })

  it('never writes what was given up in it', async () => {
    const { call, reply, written } = tableOf()
    const answers = Promise.all([call(), call()])
    const controller = new AbortController()
    const onReply = vi.fn<(accepted: boolean) => void>()
    const givenUp = call({ ...patient, signal: controller.signal, onReply })
    const next = call()
    controller.abort(new Error('no longer wanted'))
    await expect(givenUp).rejects.toThrow('no longer wanted')
    expect(onReply).toHaveBeenCalledExactlyOnceWith(false)
    reply(1)
    reply(2)
    reply(4)
    await answers
    expect(await next).toBe(4)
    expect(written).toEqual([1, 2, 4])
  })

  it('counts its time from the start', async () => {
    const { call, table } = tableOf()
    const answers = Promise.allSettled([call(), call()])
    await expect(call({ timeoutMs: 5 })).rejects.toMatchObject({ name: 'CallTimeoutError' })
    table.failAll(new Error('over'))
    await answers
  })

  it('keeps the place of a written call that was given up until its reply comes', async () => {
    const { call, reply, table, written } = tableOf()
    const onReply = vi.fn<(accepted: boolean) => void>()
    await expect(call({ timeoutMs: 5, onReply })).rejects.toMatchObject({
      name: 'CallTimeoutError',
    })
    expect(onReply).not.toHaveBeenCalled()
    const answers = Promise.all([call(), call()])
    expect(written).toEqual([1, 2])
    expect(table.unanswered).toBe(2)
    reply(1)
    expect(onReply).toHaveBeenCalledExactlyOnceWith(true)
    expect(written).toEqual([1, 2, 3])
    reply(2)
    reply(3)
    expect(await answers).toEqual([2, 3])
  })

  it('takes no answer to what was not asked yet', async () => {
    const { call, reply, written } = tableOf()
    const answers = Promise.all([call(), call(), call()])
    reply(3, 666)
    reply(1)
    expect(written).toEqual([1, 2, 3])
    reply(2)
    reply(3)
    expect(await answers).toEqual([1, 2, 3])
  })

  it('is emptied by the end', async () => {
    const { call, table, written } = tableOf()
    const answers = Promise.allSettled([call(), call(), call()])
    table.failAll(new Error('over'))
    for (const answer of await answers) expect(answer).toMatchObject({ status: 'rejected' })
    expect(written).toEqual([1, 2])
    expect(table.unanswered).toBe(0)
  })
})

describe('serials', () => {
  it('are never those of something that lasts longer than its call', async () => {
    const { table } = tableOf([1, 2])
    expect(table.nextSerial()).toBe(3)
  })
})
