/** On a connection that stays: state refresh, tiny calls, and the exact numbers of round trips. */
import { compare, type Contender } from '../measure.ts'
import { ways, type Way } from './bench-host.ts'
import { names } from './budgets.ts'
import type { Parties } from './compare-cold.ts'
import type { Row } from './report.ts'
import { countRoundTrips, type RoundTrips } from './round-trips.ts'

export const tinyCalls = 1_000

export type Kept = {
  roundTrips: (RoundTrips & { machines: number; way: Way })[]
  refresh: Row[]
  tiny: Row[]
}

export async function compareKept(parties: Parties, machines: number): Promise<Kept> {
  const { benchHost, ours, cLibrary, runs } = parties
  const kept: Kept = { roundTrips: [], refresh: [], tiny: [] }
  for (const way of ways) {
    const opened = await ours.open(way)
    try {
      kept.roundTrips.push({ machines, way, ...(await countRoundTrips(opened)) })
      await cLibrary?.ask('keep', benchHost.uri[way])
      const row = (pair: Contender[]) => rowsOf(pair, machines, way, runs)
      kept.refresh.push(
        ...(await row([
          { name: names.ours, run: () => ours.refresh(opened, machines) },
          ...other(cLibrary && (() => cLibrary.ask('refresh', '-', machines))),
        ])),
      )
      kept.tiny.push(
        ...(await row([
          { name: names.ours, run: () => ours.tiny(opened, tinyCalls) },
          ...other(cLibrary && (() => cLibrary.ask('tiny', String(tinyCalls)))),
        ])),
      )
    } finally {
      await opened.adapter.close()
    }
  }
  return kept
}

const other = (run: Contender['run'] | undefined): Contender[] =>
  run ? [{ name: 'C library', run }] : []

async function rowsOf(
  contenders: Contender[],
  machines: number,
  way: Way,
  runs: number,
): Promise<Row[]> {
  const results = await compare(contenders, runs)
  const mine = results[0]?.spread.median ?? Number.NaN
  return results.map(({ name, spread }, index) => ({
    machines,
    way,
    who: name,
    ms: spread,
    ratio: index === 0 ? undefined : mine / spread.median,
  }))
}
