/** Discovers a host and tells for how long nothing else could run. Run by loop.ts. */
import { text } from 'node:stream/consumers'
import type { Access, Way } from './bench-host.ts'
import { createOurs, expectMachines } from './ours.ts'

export type LoopQuestion = { access: Access; way: Way; machines: number; warmRuns: number }
/** Milliseconds. */
export type LoopAnswer = { cold: number; warm: number[] }

const { access, way, machines, warmRuns } = JSON.parse(await text(process.stdin)) as LoopQuestion

/** The longest gap between two turns of the event loop, which never rests meanwhile. */
async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  let longest = 0
  let before = performance.now()
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - before)
    before = now
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  await work()
  clearImmediate(next)
  return Math.max(longest, performance.now() - before)
}

const adapter = await createOurs(access).connect(way)
const discover = async () => {
  const { machines: found } = await adapter.discover()
  expectMachines('ours', found.length, machines)
}
const cold = await longestBlock(discover)
const warm: number[] = []
for (let run = 0; run < warmRuns; run += 1) warm.push(await longestBlock(discover))
await adapter.close()
console.log(JSON.stringify({ cold, warm } satisfies LoopAnswer))
