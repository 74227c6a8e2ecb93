/** Our libvirt client against virsh and the C library, on a real host of the lab's. See README.md. */
import { parseArgs } from 'node:util'
import type { Spread } from '../measure.ts'
import { startBenchHost, ways, type Way } from './bench-host.ts'
import { eventBudgetMs } from './budgets.ts'
import { startCLibrary, whyNoCLibrary } from './c-library.ts'
import { compareCold, smallest, type Parties } from './compare-cold.ts'
import { compareKept, tinyCalls, type Kept } from './compare-kept.ts'
import { eventLatency } from './event-latency.ts'
import { createOurs } from './ours.ts'
import { digits, printRows, spreadText, verdict, type Row } from './report.ts'
import { isKept, promised } from './round-trips.ts'

const eventRounds = 20

export async function benchLibvirt(args: string[]): Promise<boolean> {
  const { values } = parseArgs({
    args,
    options: {
      large: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      runs: { type: 'string', default: '5' },
    },
  })
  const runs = Math.max(5, Math.trunc(Number(values.runs)) || 5)
  const sizes = values.large ? [smallest, 100, 500] : [smallest, 100]
  const found = await measure(sizes, runs)
  const verdicts = report(found)
  return verdicts.exact && (verdicts.timing || !values.check)
}

type Found = { cold: Row[]; kept: Kept; events: Map<Way, Spread> }

async function measure(sizes: number[], runs: number): Promise<Found> {
  const why = await whyNoCLibrary()
  if (why !== undefined) console.log(`Without the C library: ${why}. Run: ./x bench libvirt`)
  const benchHost = await startBenchHost()
  const cLibrary = why === undefined ? startCLibrary() : undefined
  try {
    const parties: Parties = { benchHost, ours: createOurs(benchHost), cLibrary, runs }
    const cold: Row[] = []
    const kept: Kept = { roundTrips: [], refresh: [], tiny: [] }
    const perCommandMs = new Map<Way, Spread>()
    for (const machines of sizes) {
      await benchHost.grow(machines)
      const slow = machines === smallest ? '; virsh per command takes minutes' : ''
      console.log(`Measuring with ${machines} machines${slow} ...`)
      const here = await compareKept(parties, machines)
      kept.roundTrips.push(...here.roundTrips)
      kept.refresh.push(...here.refresh)
      kept.tiny = here.tiny
      cold.push(...(await compareCold(parties, machines, perCommandMs)))
    }
    return { cold, kept, events: await measureEvents(parties) }
  } finally {
    await cLibrary?.stop()
    await benchHost.stop()
  }
}

async function measureEvents({ ours }: Parties) {
  const events = new Map<Way, Spread>()
  const actor = await ours.open('unix')
  try {
    for (const way of ways) {
      const watcher = await ours.open(way)
      try {
        events.set(way, await eventLatency(actor, watcher, eventRounds))
      } finally {
        await watcher.adapter.close()
      }
    }
  } finally {
    await actor.adapter.close()
  }
  return events
}

function report({ cold, kept, events }: Found): { exact: boolean; timing: boolean } {
  printRows('Cold connect and full discovery', cold)
  printRows('State refresh on a kept connection', kept.refresh)
  printRows(`${tinyCalls} tiny calls: ours at once, the C library one after the other`, kept.tiny)
  for (const { way, who, ms } of kept.tiny) {
    console.log(`  ${who} over ${way}: ${Math.round((tinyCalls / ms.median) * 1_000)} calls/s`)
  }

  console.log(
    '\nLifecycle event, from asking for the change to the listener of another connection\n',
  )
  let timing = cold.every((row) => verdict(row) !== 'not met')
  for (const [way, ms] of events) {
    const met = ms.median <= eventBudgetMs
    timing &&= met
    const judged = `${eventBudgetMs} ${met ? 'met' : 'not met'}`
    console.log(`  over ${way.padEnd(4)}  ${spreadText(ms)} ms of ${ms.runs}, budget ${judged}`)
  }

  console.log('\nRound trips on an open connection, exact\n')
  for (const { machines, way, discovery, refresh, discoveryCalls } of kept.roundTrips) {
    const ok = isKept({ discovery, refresh, discoveryCalls })
    console.log(
      `  ${digits(machines).padEnd(4)} ${way.padEnd(4)}  discovery ${discovery} (${discoveryCalls} calls), refresh ${refresh}  ${
        ok ? 'ok' : `BROKEN: must be ${promised.discovery} and ${promised.refresh}`
      }`,
    )
  }
  return { exact: kept.roundTrips.every(isKept), timing }
}
