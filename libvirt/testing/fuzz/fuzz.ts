import { Worker } from 'node:worker_threads'
import type { FuzzTarget } from './target.ts'
import { inputOf } from './target.ts'

export interface FuzzOptions {
  /** A module that exports `targets`. */
  readonly module: URL
  readonly target: string
  readonly seed: number
  /** Ends after so many inputs; `known` ones of the target are always all run. */
  readonly inputs?: number
  /** Ends after so long. Milliseconds. */
  readonly ms?: number
  /** The longest that one input may take. Milliseconds by the clock, 20 000 by default. */
  readonly limitMs?: number
  /** Heap of the target, MiB. A target that wants more has failed. */
  readonly heapMiB?: number
}

/** An input that shows a defect; `inputOf(target, seed, index)` is its bytes. */
export interface Finding {
  readonly index: number
  readonly what: string
}

export interface FuzzReport {
  readonly target: string
  readonly seed: number
  readonly inputs: number
  readonly findings: readonly Finding[]
  /** The input that took longest. Milliseconds of CPU, which a busy machine does not change. */
  readonly longest: { readonly index: number; readonly ms: number }
  /** Most memory seen in use at once: heap and buffers. Bytes. */
  readonly peakBytes: number
}

/** What the worker says. */
export type WorkerMessage =
  | { readonly kind: 'finding'; readonly finding: Finding }
  | ({ readonly kind: 'end' } & Pick<FuzzReport, 'inputs' | 'longest' | 'peakBytes'>)

const TICK_MS = 100
const DEFAULT_LIMIT_MS = 20_000
/** The worker is still loading the target. */
const LOADING = -1
const DEFAULT_HEAP_MIB = 256

/**
 * Feeds a target in a thread of its own, so that one that hangs, runs out of memory or throws where
 * nobody catches is a finding and not the end of the run.
 */
export function fuzz(options: FuzzOptions): Promise<FuzzReport> {
  const { module, target, seed, limitMs = DEFAULT_LIMIT_MS } = options
  const current = new Int32Array(new SharedArrayBuffer(4)).fill(LOADING)
  const findings: Finding[] = []
  const worker = new Worker(new URL('worker.ts', import.meta.url), {
    workerData: { ...options, module: module.href, current },
    resourceLimits: { maxOldGenerationSizeMb: options.heapMiB ?? DEFAULT_HEAP_MIB },
  })

  return new Promise((resolve) => {
    let ended: Extract<WorkerMessage, { kind: 'end' }> | undefined
    let seen = LOADING
    let stuckMs = 0
    // Counted in ticks, not by the clock: a stalled machine is no hang.
    const watchdog = setInterval(() => {
      const index = Atomics.load(current, 0)
      stuckMs = index === seen && index !== LOADING ? stuckMs + TICK_MS : 0
      seen = index
      if (stuckMs < limitMs) return
      clearInterval(watchdog)
      give(`took longer than ${limitMs} ms`)
      void worker.terminate()
    }, TICK_MS)

    const give = (what: string) => findings.push({ index: Atomics.load(current, 0), what })
    worker.on('message', (message: WorkerMessage) => {
      if (message.kind === 'finding') findings.push(message.finding)
      else ended = message
    })
    worker.on('error', (error) => give(`escaped: ${error.stack ?? error.message}`))
    worker.on('exit', () => {
      clearInterval(watchdog)
      const index = Atomics.load(current, 0)
      if (!ended && findings.length === 0) give('ended the thread')
      resolve({
        target,
        seed,
        findings,
        inputs: ended?.inputs ?? index + 1,
        longest: ended?.longest ?? { index, ms: stuckMs },
        peakBytes: ended?.peakBytes ?? 0,
      })
    })
  })
}

/** One line for people. */
export function describeReport({ target, inputs, findings, longest, peakBytes }: FuzzReport) {
  return [
    `${target.padEnd(12)} ${inputs.toLocaleString('en-US').padStart(11)} inputs`,
    `${findings.length} escapes`,
    `longest ${longest.ms.toFixed(1)} ms`,
    `peak ${(peakBytes / 1024 ** 2).toFixed(0)} MiB`,
  ].join(', ')
}

/** A finding as a file to keep: what it was, then its bytes. */
export function describeFinding(target: FuzzTarget, seed: number, { index, what }: Finding) {
  const hex = inputOf(target, seed, index).toString('hex')
  const lines = hex.match(/.{1,96}/g) ?? []
  const comment = what.replaceAll(/^/gm, '# ')
  return `target ${target.name}\n# seed ${seed}, input ${index}\n${comment}\n${lines.join('\n')}\n`
}

/** The other way round. */
export function parseFinding(text: string): { readonly target: string; readonly input: Buffer } {
  const lines = text.split('\n').filter((line) => !line.startsWith('#'))
  const target = /^target (\S+)$/.exec(lines[0] ?? '')?.[1]
  if (target === undefined) throw new Error('not a finding: its first line names no target')
  return { target, input: Buffer.from(lines.slice(1).join(''), 'hex') }
}
