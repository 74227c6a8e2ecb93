import { parentPort, workerData } from 'node:worker_threads'
import type { FuzzOptions, WorkerMessage } from './fuzz.ts'
import { inputOf, type FuzzTarget } from './target.ts'

type Work = Omit<FuzzOptions, 'module'> & { readonly module: string; readonly current: Int32Array }

/** After these it is known that something is wrong. */
const MAX_FINDINGS = 5
/** Memory is looked at this often, and after every input that took long. */
const INPUTS_PER_SAMPLE = 256
const LONG_MS = 20

const work = workerData as Work
const { targets } = (await import(work.module)) as { targets: readonly FuzzTarget[] }
const target = targets.find(({ name }) => name === work.target)
if (!target) throw new Error(`there is no target ${work.target}`)

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- not a window
const post = (message: WorkerMessage) => parentPort?.postMessage(message)
const inUse = () => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const wanted = Math.max(work.inputs ?? 0, target.known?.length ?? 0)
const startedAt = performance.now()
let peakBytes = inUse()
let longest = { index: 0, ms: 0 }
let found = 0
let index = 0

const isOver = () => {
  if (index < wanted) return false
  return work.ms === undefined || performance.now() - startedAt >= work.ms
}

for (; !isOver() && found < MAX_FINDINGS; index++) {
  Atomics.store(work.current, 0, index)
  const input = inputOf(target, work.seed, index)
  const before = process.threadCpuUsage()
  try {
    const running = target.run(input)
    if (running instanceof Promise) await running
  } catch (error) {
    found += 1
    const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
    post({ kind: 'finding', finding: { index, what } })
  }
  const { user, system } = process.threadCpuUsage(before)
  const ms = (user + system) / 1_000
  if (ms > longest.ms) longest = { index, ms }
  if (ms > LONG_MS || index % INPUTS_PER_SAMPLE === 0) peakBytes = Math.max(peakBytes, inUse())
}

// Whatever was left behind by the last input still has its chance to escape.
await new Promise((done) => setImmediate(done))
post({ kind: 'end', inputs: index, longest, peakBytes })
