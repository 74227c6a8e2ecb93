import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { Duplex } from 'node:stream'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { ConsoleKind } from '../../contract/console.ts'
import { consoleEndOf } from '../../contract/rules/console-ends.ts'
import { type BridgeLimits, createBridge } from './console-bridge.ts'

const calm: BridgeLimits = { idleMs: 60_000, totalMs: 60_000, pingMs: 60_000 }
let server: WebSocketServer
beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
})
afterEach(() => server.clients.forEach((client) => client.terminate()))
afterAll(() => server.close())

/** A browser, a guest, and the bridge in between. */
async function build(
  limits: Partial<BridgeLimits> = {},
  kind: ConsoleKind = 'serial',
  read: () => void = () => {},
) {
  const { port } = server.address() as AddressInfo
  const connected = once(server, 'connection')
  const ws = new WebSocket(`ws://127.0.0.1:${port}`, { autoPong: false })
  const ended = once(ws, 'close').then(([code, reason]: unknown[]) => [
    consoleEndOf(Number(code)),
    String(reason as Buffer),
  ])
  const [accepted] = (await connected) as [WebSocket]
  await (ws.readyState === ws.OPEN ? undefined : once(ws, 'open'))
  const bridge = createBridge(accepted, kind, { ...calm, ...limits })
  const taken: Buffer[] = []
  const takes: (() => void)[] = []
  const duplex = new Duplex({
    read,
    write: (chunk: Buffer, _encoding, done) => {
      taken.push(chunk)
      takes.push(done)
    },
  })
  const close = vi.fn<() => Promise<void>>(async () => void duplex.destroy())
  const onGuestEnd = vi.fn<() => void>()
  const join = () => bridge.join({ duplex, close, whyEnded: () => null }, onGuestEnd)
  /** The guest takes what has come and is to come. */
  const drain = () => {
    for (const done of takes.splice(0)) done()
  }
  return { ws, bridge, duplex, join, close, onGuestEnd, ended, taken, drain, accepted }
}

test('passes on both ways, also what was sent before the guest was there', async () => {
  const { ws, duplex, join, taken } = await build()
  ws.send(Buffer.from('early'))
  join()
  await vi.waitFor(() => expect(String(Buffer.concat(taken))).toBe('early'))
  duplex.push(Buffer.from([0, 255, 10]))
  const [data] = (await once(ws, 'message')) as [Buffer]
  expect([...data]).toEqual([0, 255, 10])
})

test('a browser that leaves lets go of the guest, also of one that comes too late', async () => {
  const { ws, join, close, bridge } = await build()
  join()
  ws.close()
  await bridge.released
  expect(close).toHaveBeenCalled()
  expect(bridge.signal.aborted).toBe(true)
  const late = await build()
  late.ws.terminate()
  await late.bridge.closed
  late.join()
  expect(late.close).toHaveBeenCalled()
})

test('an end is told once, cut to what a frame holds, and lets go of the guest', async () => {
  const { bridge, join, close, ended } = await build()
  join()
  await Promise.all([bridge.end('failed', 'ü'.repeat(100)), bridge.end('idle')])
  expect(await ended).toEqual(['failed', 'ü'.repeat(61)])
  expect(close).toHaveBeenCalled()
})

test('a guest that ends first is told of', async () => {
  const { duplex, join, onGuestEnd } = await build()
  join()
  duplex.destroy(new Error('gone'))
  await vi.waitFor(() => expect(onGuestEnd).toHaveBeenCalled())
})

test('ends when nothing is typed, and in any case in the end', async () => {
  const idle = await build({ idleMs: 50, pingMs: 60 })
  expect(await idle.ended).toEqual(['idle', ''])
  const long = await build({ totalMs: 50 })
  expect(await long.ended).toEqual(['too_long', ''])
})

test('a viewer that only asks for pictures counts as idle', async () => {
  const { ws, join, ended, drain } = await build({ idleMs: 150, pingMs: 40 }, 'vnc')
  join()
  const asking = setInterval(() => {
    ws.send(Buffer.from([3, 1, 0, 0, 0, 0, 0, 0, 0, 0]))
    ws.pong()
    drain()
  }, 10)
  expect(await ended).toEqual(['idle', ''])
  clearInterval(asking)
})

test('a browser that gives no sign of life is given up', async () => {
  const { ended } = await build({ pingMs: 30 })
  expect((await ended)[0]).toBeNull()
})

test('a guest that does not read holds the browser back, and is no reason to give it up', async () => {
  const { ws, join, accepted, drain, taken } = await build({ pingMs: 30 })
  join()
  const piece = Buffer.alloc(64 * 1024)
  for (let n = 0; n < 100; n += 1) ws.send(piece)
  await vi.waitFor(() => expect(accepted.isPaused).toBe(true))
  const pings = vi.fn<() => void>()
  ws.on('ping', pings)
  await vi.waitFor(() => expect(pings.mock.calls.length).toBeGreaterThan(4))
  expect(ws.readyState).toBe(ws.OPEN)
  expect(Buffer.concat(taken).length).toBeLessThan(piece.length * 3)
  await vi.waitFor(() => {
    drain()
    ws.pong()
    expect(Buffer.concat(taken).length).toBe(piece.length * 100)
  }, 10_000)
})

test('a browser that does not read holds the guest back', async () => {
  let push = () => {}
  const { ws, join, duplex } = await build({}, 'serial', () => push())
  join()
  ws.pause()
  let pushed = 0
  const piece = Buffer.alloc(64 * 1024)
  push = () => {
    while (duplex.push(piece)) pushed += piece.length
  }
  push()
  await vi.waitFor(() => expect(duplex.readableFlowing).toBe(false))
  // What lies in the sockets of the system, and no more.
  expect(pushed).toBeLessThan(64 * 1024 * 1024)
})
