/** Discovers a host and tells for how long nothing else could run. Run by loop.ts. */
import { text } from 'node:stream/consumers'
import type { Access, Way } from './bench-host.ts'
import { createOurs, expectMachines } from './ours.ts'

export type LoopQuestion = { access: Access; way: Way; machines: number; warmRuns: number }
/** Milliseconds: the longest gap, and the most of this thread's own work in one. */
export type Block = { gap: number; own: number }
export type LoopAnswer = { cold: Block; warm: Block[] }

const { access, way, machines, warmRuns } = JSON.parse(await text(process.stdin)) as LoopQuestion

/** Between two turns of the event loop, which never rests meanwhile. */
async function longestBlock(work: () => Promise<unknown>): Promise<Block> {
  const longest: Block = { gap: 0, own: 0 }
  let before = look()
  let next: NodeJS.Immediate | undefined
  const note = () => {
    const now = look()
    longest.gap = Math.max(longest.gap, now.gap - before.gap)
    longest.own = Math.max(longest.own, now.own - before.own)
    before = now
  }
  const turn = () => {
    note()
    next = setImmediate(turn)
  }
  turn()
  await work()
  clearImmediate(next)
  note()
  return longest
}

function look(): Block {
  const { user, system } = process.threadCpuUsage()
  return { gap: performance.now(), own: (user + system) / 1_000 }
}

const adapter = await createOurs(access).connect(way)
const discover = async () => {
  const { machines: found } = await adapter.discover()
  expectMachines('ours', found.length, machines)
}
const cold = await longestBlock(discover)
const warm: Block[] = []
for (let run = 0; run < warmRuns; run += 1) warm.push(await longestBlock(discover))
await adapter.close()
console.log(JSON.stringify({ cold, warm } satisfies LoopAnswer))
