/** A network with an added round trip, in a process of its own: nobody's event loop pays for it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { spreadOf, timed, within, type Spread } from '../measure.ts'
import { ownGroup } from './own-process.ts'

/** Added to every round trip. Milliseconds. */
export const addedMs = 20

const host = '127.0.0.1'
const echoes = 50

export type Delay = {
  /** Leads to the target, later. */
  port: number
  /** Of one byte through it, and of one without it. */
  roundTripMs: { with: Spread; without: Spread }
  stop: () => Promise<void>
}

export async function startDelay(target: number): Promise<Delay> {
  const echo = await startEcho()
  const script = join(import.meta.dirname, 'delay-process.ts')
  const args = [script, String(addedMs / 2), String(target), String(echo.port)]
  const child = spawn(process.execPath, args, ownGroup)
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  child.stdin.on('error', () => {})
  const stop = async () => {
    child.stdin.end()
    await ended
  }
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const line = await within(10_000, 'the start of the delay', lines.next())
    if (line.done) throw new Error('the delay ended; the reason is above')
    const [port, lateEcho] = JSON.parse(line.value) as [number, number]
    const roundTripMs = {
      with: await measureEcho(lateEcho),
      without: await measureEcho(echo.port),
    }
    return { port, roundTripMs, stop }
  } catch (error) {
    await stop()
    throw error
  } finally {
    echo.stop()
  }
}

async function startEcho(): Promise<{ port: number; stop: () => void }> {
  const server = createServer({ noDelay: true }, (socket) => void socket.pipe(socket))
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return { port: (server.address() as AddressInfo).port, stop: () => void server.close() }
}

async function measureEcho(port: number): Promise<Spread> {
  const socket = connect({ host, port, noDelay: true })
  const samples: number[] = []
  try {
    for (let round = 0; round <= echoes; round += 1) {
      const answer = once(socket, 'data')
      const took = await timed(() => {
        socket.write('.')
        return within(5_000, 'an echo', answer)
      })
      // The first one waits for the connection.
      if (round > 0) samples.push(took)
    }
  } finally {
    socket.destroy()
  }
  return spreadOf(samples)
}
