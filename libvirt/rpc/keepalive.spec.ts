import { duplexPair } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { createRpcConnection } from './connection.ts'
import { KEEPALIVE_PROGRAM } from './keepalive.ts'
import { packetOf, PacketStatus, PacketType } from './packet.ts'

const keepalive = (procedure: number) =>
  packetOf({
    program: KEEPALIVE_PROGRAM,
    version: 1,
    procedure,
    type: PacketType.message,
    serial: 0,
    status: PacketStatus.ok,
  })
const [ping, pong] = [keepalive(1), keepalive(2)]

describe('a host that asks for signs of life', () => {
  it('gets them, one after the other', async () => {
    const [near, far] = duplexPair()
    const connection = createRpcConnection(near)
    for (let asked = 0; asked < 3; asked++) {
      far.write(ping)
      await turn()
      expect(far.read()).toEqual(pong)
    }
    connection.destroy()
  })

  it('and reads none of them fills no memory', async () => {
    const [near, far] = duplexPair()
    const connection = createRpcConnection(near)
    const questions = Buffer.concat(Array<Buffer>(1_000).fill(ping))
    for (let turns = 0; turns < 100; turns++) {
      far.write(questions)
      await turn()
    }
    expect(connection.stats().bytesRead).toBe(100 * questions.length)
    expect(near.writableLength).toBeLessThan(64 * 1024)
    expect(connection.isOpen).toBe(true)
    connection.destroy()
  })
})
