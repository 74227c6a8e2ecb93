import { duplexPair } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { captured } from '../testing/captured.ts'
import { createRpcConnection } from './connection.ts'

describe('a host that asks for signs of life', () => {
  it('gets them, one after the other', async () => {
    const [near, far] = duplexPair()
    const connection = createRpcConnection(near)
    for (let asked = 0; asked < 3; asked++) {
      far.write(captured.keepalivePing)
      await turn()
      expect(far.read()).toEqual(captured.keepalivePong)
    }
    connection.destroy()
  })

  it('and reads none of them fills no memory', async () => {
    const [near, far] = duplexPair()
    const connection = createRpcConnection(near)
    const questions = Buffer.concat(Array<Buffer>(1_000).fill(captured.keepalivePing))
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
