/** Cold connect and full discovery: ours against everybody else. */
import { compare, type Contender, type Spread } from '../measure.ts'
import { ways, type BenchHost, type Way } from './bench-host.ts'
import { coldBudget, names } from './budgets.ts'
import type { CLibrary } from './c-library.ts'
import type { createOurs } from './ours.ts'
import type { Row } from './report.ts'
import { batch, commandCount, perCommand } from './virsh.ts'

/** A process per question is measured here only, as it takes minutes at any other size. */
export const smallest = 10

export type Parties = {
  benchHost: BenchHost
  ours: ReturnType<typeof createOurs>
  cLibrary: CLibrary | undefined
  runs: number
}

export async function compareCold(
  { benchHost, ours, cLibrary, runs }: Parties,
  machines: number,
  perCommandMs: Map<Way, Spread>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (const way of ways) {
    const uri = benchHost.uri[way]
    const contenders: Contender[] = [
      { name: names.ours, run: () => ours.cold(way, machines) },
      { name: names.batch, run: () => batch(uri, machines) },
    ]
    if (cLibrary) {
      contenders.push(
        { name: names.naive, run: () => cLibrary.ask('naive', uri, machines) },
        { name: names.bulk, run: () => cLibrary.ask('bulk', uri, machines) },
      )
    }
    const results = await compare(contenders, runs)
    if (machines === smallest) {
      const slow = await compare(
        [{ name: names.perCommand, run: () => perCommand(uri, machines) }],
        runs,
        0,
      )
      results.push(...slow)
      for (const { spread } of slow) perCommandMs.set(way, spread)
    } else {
      const measured = perCommandMs.get(way)
      if (measured) results.push({ name: names.estimate, spread: estimate(measured, machines) })
    }
    rows.push(...rowsOf(results, machines, way))
  }
  return rows
}

function rowsOf(
  results: readonly { name: string; spread: Spread }[],
  machines: number,
  way: Way,
): Row[] {
  const mine = results.find(({ name }) => name === names.ours)?.spread.median ?? Number.NaN
  return results.map(({ name, spread }) => {
    const row = { machines, way, who: name, ms: spread }
    if (name === names.ours) return row
    return { ...row, ratio: mine / spread.median, budget: coldBudget(way, name) }
  })
}

/** Every command is a process and a connection, which is nearly all it costs. */
function estimate(measured: Spread, machines: number): Spread {
  const times = commandCount(machines) / commandCount(smallest)
  const { median, min, max } = measured
  return { median: median * times, min: min * times, max: max * times, runs: 0 }
}
