/** On a connection that stays: state refresh, and the exact numbers of round trips. */
import { compare, type Contender } from '../measure.ts'
import { ways, type Way } from './bench-host.ts'
import type { Figure } from './budgets.ts'
import type { Opened } from './ours.ts'
import { effectiveTrips, far, type Part, type Parties } from './parties.ts'
import { printComparisons, printTable, type Comparison } from './report.ts'

export const measureKept: Part = async (parties, machines) => {
  const comparisons: Comparison[] = []
  const counted: { way: Way; trips: RoundTrips }[] = []
  for (const way of ways) {
    const opened = await parties.ours.open(way)
    try {
      counted.push({ way, trips: await countRoundTrips(opened) })
      comparisons.push({
        way,
        results: await compareRefresh(parties, opened, way, machines),
      })
    } finally {
      await opened.adapter.close()
    }
  }
  printComparisons(`State refresh on a kept connection, ${machines} machines`, comparisons)
  printTable(
    `Round trips on an open connection, exact, ${machines} machines`,
    ['over', 'discovery', 'its calls', 'refresh', 'its calls'],
    counted.map(({ way, trips: { discovery, refresh } }) => [
      way,
      ...[discovery, refresh].flatMap(({ roundTrips, calls }) => [
        String(roundTrips),
        String(calls),
      ]),
    ]),
  )

  const mine = (way: Way) =>
    comparisons.find((comparison) => comparison.way === way)?.results[0]?.spread.median ??
    Number.NaN
  return [
    ...counted.flatMap(({ trips: { discovery, refresh } }): Figure[] => [
      { budget: 'discoveryTrips', value: discovery.roundTrips },
      { budget: 'refreshTrips', value: refresh.roundTrips },
    ]),
    {
      budget: 'refreshFarTrips',
      value: effectiveTrips(parties.benchHost, mine('ssh'), mine(far)),
    },
  ]
}

async function compareRefresh(
  { benchHost, ours, cLibrary, runs }: Parties,
  { adapter }: Opened,
  way: Way,
  machines: number,
) {
  const contenders: Contender[] = [{ name: 'ours', run: () => ours.refresh(adapter, machines) }]
  if (!cLibrary) return compare(contenders, runs)
  await cLibrary.ask('keep', benchHost.uri[way])
  try {
    const run = () => cLibrary.ask('refresh', '-', machines)
    return await compare([...contenders, { name: 'C library', run }], runs)
  } finally {
    await cLibrary.ask('drop', '-')
  }
}

type Counted = { roundTrips: number; calls: number }
type RoundTrips = { discovery: Counted; refresh: Counted }

async function countRoundTrips({ connection, adapter }: Opened): Promise<RoundTrips> {
  const during = async (work: () => Promise<unknown>): Promise<Counted> => {
    const before = connection.stats()
    await work()
    const after = connection.stats()
    return { roundTrips: after.roundTrips - before.roundTrips, calls: after.calls - before.calls }
  }
  return {
    discovery: await during(() => adapter.discover()),
    refresh: await during(() => adapter.pulse({ diskSizes: true })),
  }
}
