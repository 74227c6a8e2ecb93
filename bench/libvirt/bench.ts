/** Our libvirt client against virsh and the C library, on a real host of the lab's. See README.md. */
import { parseArgs } from 'node:util'
import { startBenchHost, type BenchHost } from './bench-host.ts'
import { interruption } from '../interruption.ts'
import { judge } from '../judge.ts'
import { budgets, type Figure, largest } from './budgets.ts'
import { startCLibrary, whyNoCLibrary } from './c-library.ts'
import { measureCalls } from './calls.ts'
import { measureCold } from './cold.ts'
import { measureEvents } from './events.ts'
import { measureFleet } from './fleet.ts'
import { measureKept } from './kept.ts'
import { measureLoop } from './loop.ts'
import { measureMemory } from './memory.ts'
import { createOurs } from './ours.ts'
import { measureOutages } from './outages.ts'
import type { Part, Parties } from './parties.ts'
import { printVerdicts, spreadText } from './report.ts'
import { measureUpload } from './upload.ts'

const usual = 100
const sizes = [10, usual, largest]

/** In this order at every size that they are for. */
const parts: Record<string, { part: Part; at: (machines: number, most: number) => boolean }> = {
  cold: { part: measureCold, at: () => true },
  kept: { part: measureKept, at: () => true },
  calls: { part: measureCalls, at: (machines) => machines === usual },
  memory: { part: measureMemory, at: (machines) => machines === usual },
  fleet: { part: measureFleet, at: (machines) => machines === usual },
  upload: { part: measureUpload, at: (machines) => machines === usual },
  events: { part: measureEvents, at: (machines) => machines === usual },
  outages: { part: measureOutages, at: (machines) => machines === usual },
  loop: { part: measureLoop, at: (machines, most) => machines === most },
}

type Plan = { sizes: number[]; runs: number; only: string[] }

export async function benchLibvirt(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      large: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      only: { type: 'string', default: Object.keys(parts).join(',') },
      runs: { type: 'string', default: '5' },
    },
  })
  const only = values.only.split(',')
  const unknown = only.filter((name) => !(name in parts))
  if (unknown.length > 0) {
    throw new Error(`no part ${unknown.join(', ')}; there is ${Object.keys(parts).join(', ')}`)
  }
  const figures = await measure({
    sizes: values.large ? sizes : sizes.filter((machines) => machines < largest),
    runs: Math.max(1, Math.trunc(Number(values.runs)) || 5),
    only,
  })
  const verdicts = judge(budgets, figures)
  printVerdicts(verdicts, 'all are with --large')
  const missed = verdicts.filter(({ met }) => met === false)
  return missed.every(({ budget: { limit } }) => !values.check && !('exactly' in limit))
}

/** Whatever ends it, nothing of what it started stays. */
async function measure(plan: Plan): Promise<Figure[]> {
  await using ending = new AsyncDisposableStack()
  return await Promise.race([measureAll(plan, ending), interruption()])
}

async function measureAll(
  { sizes: wanted, runs, only }: Plan,
  ending: AsyncDisposableStack,
): Promise<Figure[]> {
  const parties = await startParties(ending, runs)
  const figures: Figure[] = []
  const most = Math.max(...wanted)
  for (const machines of wanted) {
    const due = Object.entries(parts).filter(
      ([name, { at }]) => only.includes(name) && at(machines, most),
    )
    if (due.length > 0) await parties.benchHost.grow(machines)
    for (const [name, { part }] of due) {
      process.stderr.write(`Measuring ${name} with ${machines} machines ...\n`)
      figures.push(...(await part(parties, machines)))
    }
  }
  return figures
}

async function startParties(ending: AsyncDisposableStack, runs: number): Promise<Parties> {
  const benchHost = await startBenchHost(ending)
  describeDelay(benchHost)
  const why = await whyNoCLibrary()
  if (why !== undefined) console.log(`Without the C library: ${why}. Run: ./x bench libvirt`)
  const cLibrary =
    why === undefined ? ending.adopt(startCLibrary(), ({ stop }) => stop()) : undefined
  return { benchHost, ours: createOurs(benchHost.access), cLibrary, runs }
}

function describeDelay({ delay: { roundTripMs } }: BenchHost): void {
  const late = spreadText(roundTripMs.with)
  console.log(`An echo: ${late} ms with the delay, ${spreadText(roundTripMs.without)} ms without.`)
}
