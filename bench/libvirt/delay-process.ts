/**
 * Passes TCP connections on, every byte late by the same time each way: a network with a round trip
 * of twice that, of full bandwidth. Ends with its stdin. Run by delay.ts:
 *
 *     node delay-process.ts ONE_WAY_MS TARGET_PORT...
 *
 * Prints one line: a port of its own for every target, as JSON.
 */
import { createServer, Socket, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const host = '127.0.0.1'
const [oneWayMs = Number.NaN, ...targets] = process.argv.slice(2).map(Number)

const listen = (target: number) =>
  new Promise<number>((resolve) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      accept(client, target)
    })
    server.listen(0, host, () => resolve((server.address() as AddressInfo).port))
  })

function accept(client: Socket, target: number): void {
  const server = new Socket({ allowHalfOpen: true }).setNoDelay(true)
  // A handshake of TCP is a round trip and a half: nothing reaches the server before.
  const opened = sleep(3 * oneWayMs).then(() => server.connect({ host, port: target }))
  passLate(client, server, opened)
  passLate(server, client, opened)
}

function passLate(from: Socket, to: Socket, opened: Promise<unknown>): void {
  let turn = opened
  const late = (work: () => void) => {
    const due = performance.now() + oneWayMs
    turn = turn.then(() => waitUntil(due)).then(work)
  }
  from.on('data', (chunk) =>
    late(() => {
      if (to.destroyed || to.write(chunk)) return
      from.pause()
      to.once('drain', () => from.resume())
    }),
  )
  from.on('end', () => late(() => to.end()))
  from.on('error', () => late(() => to.destroy()))
  from.on('close', () => late(() => to.destroySoon()))
}

/** Timers know whole milliseconds only and come up to one late: aimed at the middle of that. */
async function waitUntil(due: number): Promise<void> {
  const ms = Math.floor(due - performance.now())
  if (ms > 0) await sleep(ms)
}

console.log(JSON.stringify(await Promise.all(targets.map(listen))))
process.stdin.resume().on('end', () => process.exit())
