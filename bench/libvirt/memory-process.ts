/** Opens connections and tells how memory grew. Run by memory.ts, with --expose-gc. */
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { domainEventLifecycle, type Connection } from '../../libvirt/index.ts'
import type { Access, Way } from './bench-host.ts'
import { createOurs } from './ours.ts'

export type MemoryQuestion = { access: Access; way: Way; connections: number }
/** In bytes, over what the first connection took. */
export type MemoryAnswer = { rss: number; heap: number }

/** As a product would: hosts limit how many may be logging in. */
const atOnce = 8

const { access, way, connections } = JSON.parse(await text(process.stdin)) as MemoryQuestion
const ours = createOurs(access)

async function open(): Promise<Connection> {
  const connection = await ours.openLibrary(way)
  await connection.on(domainEventLifecycle, () => {})
  return connection
}

async function settled() {
  for (let round = 0; round < 5; round += 1) {
    globalThis.gc?.()
    // What a collection frees is given back a little later.
    await sleep(100)
  }
  return process.memoryUsage()
}

const kept = [await open()]
const before = await settled()
while (kept.length <= connections) {
  const more = Math.min(atOnce, connections + 1 - kept.length)
  kept.push(...(await Promise.all(Array.from({ length: more }, open))))
}
const after = await settled()
await Promise.all(kept.map((connection) => connection.close()))
const answer: MemoryAnswer = {
  rss: after.rss - before.rss,
  heap: after.heapUsed - before.heapUsed,
}
console.log(JSON.stringify(answer))
