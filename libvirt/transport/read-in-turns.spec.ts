import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { readInTurns } from './read-in-turns.ts'

const MiB = 1024 ** 2
const open: { destroy: () => void }[] = []
afterEach(() => {
  for (const one of open.splice(0)) one.destroy()
})

async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const near = connect((server.address() as AddressInfo).port, '127.0.0.1')
  const [far] = (await once(server, 'connection')) as [Socket]
  open.push(near, far, { destroy: () => server.close() })
  return { near, far }
}

it('takes a bounded part of what is ready in each turn, and all of it in the end', async () => {
  const { near, far } = await pair()
  let total = 0
  let thisTurn = 0
  let most = 0
  near.on('data', (chunk: Buffer) => {
    if (thisTurn === 0) setImmediate(() => (thisTurn = 0))
    total += chunk.length
    thisTurn += chunk.length
    most = Math.max(most, thisTurn)
  })
  readInTurns(near)
  near.pause()
  // What the kernel can hold lies ready before anything is read.
  far.write(Buffer.alloc(8 * MiB))
  await new Promise((turn) => setImmediate(turn))
  near.resume()
  await expect.poll(() => total).toBe(8 * MiB)
  expect(most).toBeLessThan(MiB / 2)
})
