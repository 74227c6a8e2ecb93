/** Cold connect and full discovery: ours against everybody else. */
import { compare, type Contender } from '../measure.ts'
import { ways, type Way } from './bench-host.ts'
import { largest, type Figure } from './budgets.ts'
import { effectiveTrips, far, type Part, type Parties } from './parties.ts'
import { printComparisons, type Comparison } from './report.ts'
import { batch, perCommand, stepByStep } from './virsh.ts'

const bulk = 'C library, bulk'
const naive = 'C library, per domain'

/** After so many machines virsh is an estimate: all of them take minutes to hours. */
const samples: Record<Way, { perCommand: number; stepByStep: number }> = {
  unix: { perCommand: 10, stepByStep: 100 },
  ssh: { perCommand: 1, stepByStep: 100 },
  [far]: { perCommand: 1, stepByStep: 10 },
}

export const measureCold: Part = async (parties, machines) => {
  const comparisons: Comparison[] = []
  for (const way of ways) comparisons.push(await compareOver(way, parties, machines))
  printComparisons(`Cold connect and full discovery, ${machines} machines`, comparisons)
  return figuresOf(comparisons, parties, machines)
}

async function compareOver(
  way: Way,
  { benchHost, ours, cLibrary, runs }: Parties,
  machines: number,
): Promise<Comparison> {
  const uri = benchHost.uri[way]
  const sample = samples[way]
  const contenders: Contender[] = [
    { name: 'ours', run: () => ours.cold(way, machines) },
    ...(cLibrary
      ? [
          { name: bulk, run: () => cLibrary.ask('bulk', uri, machines) },
          { name: naive, run: () => cLibrary.ask('naive', uri, machines) },
        ]
      : []),
    { name: 'virsh, one session at once', run: () => batch(uri, machines) },
    {
      name: virshName('virsh, one session step by step', sample.stepByStep, machines),
      run: () => stepByStep(uri, machines, sample.stepByStep),
    },
    {
      name: virshName(virshPerCommand, sample.perCommand, machines),
      run: () => perCommand(uri, machines, sample.perCommand),
    },
  ]
  return { way, results: await compare(contenders, runs) }
}

const virshPerCommand = 'virsh, per command'
const virshName = (name: string, sample: number, machines: number) =>
  sample < machines ? `${name}, of ${sample}` : name

function figuresOf(
  comparisons: readonly Comparison[],
  { benchHost }: Parties,
  machines: number,
): Figure[] {
  const median = (way: Way, who: string) =>
    comparisons
      .find((comparison) => comparison.way === way)
      ?.results.find(({ name }) => name.startsWith(who))?.spread.median
  const mine = (way: Way) => median(way, 'ours') ?? Number.NaN
  const trips = effectiveTrips(benchHost, mine('ssh'), mine(far))
  const figures: Figure[] = [{ budget: 'coldTrips', value: trips }]
  if (machines < largest) return figures

  for (const [budget, way] of [
    ['coldUnix', 'unix'],
    ['coldSsh', 'ssh'],
    ['coldFar', far],
  ] as const) {
    const other = median(way, bulk)
    if (other !== undefined) figures.push({ budget, value: mine(way) / other })
  }
  const slowest = median('ssh', virshPerCommand) ?? Number.NaN
  return [...figures, { budget: 'againstVirsh', value: slowest / mine('ssh') }]
}
