/** How long lists take, asked for as the pages ask. */
import type { Client } from '../../contract/client.ts'
import type { Input } from '../../contract/endpoints.ts'
import { timed } from '../measure.ts'
import { digits, printTable } from '../libvirt/report.ts'
import type { Figure } from './budgets.ts'
import type { World } from './world.ts'

type Question = NonNullable<Input<'machinePage'>>

/** The first page, one in the middle, orders, filters and searches. */
const questions: Question[] = [
  {},
  { offset: 5_000 },
  { sort: '-cores', offset: 9_900 },
  { sort: 'pod', offset: 3_300 },
  { sort: '-status' },
  { sort: 'storage', power_state: 'on' },
  { status: 'ready', zone: 'default' },
  { tag: 'virtual', offset: 700 },
  { q: 'lab' },
  { q: 'power:on mem:>=2GiB !name:cache' },
  { q: 'kvm-07' },
  { q: 'nothing of this name' },
]

const rounds = 20

export async function measureApi({ client, server }: World): Promise<Figure[]> {
  const rows: string[][] = []
  const measure = async (what: string, ask: () => Promise<number[]>) => {
    const spentBefore = await server.processorMs()
    const ms = await ask()
    const spent = (await server.processorMs()) - spentBefore
    const figures = [percentile(ms, 50), percentile(ms, 95), Math.max(...ms), spent / ms.length]
    rows.push([what, ...figures.map(digits), String(ms.length)])
    return percentile(ms, 95)
  }
  const page = await measure(
    `a page of 100 machines, ${questions.length} different questions`,
    () => measurePages(client),
  )
  const facets = await measure('the counts of the filters', () =>
    take(() => client.machineFacets({ power_state: 'on' }), 60),
  )
  const pods = await measure('the list of pods', () => take(() => client.podList(), 60))
  await measure('all machines in one list, as MAAS has it', () =>
    take(() => client.machineList(), 5),
  )
  printTable(
    'Requests, one after another',
    ['what', 'median ms', 'p95 ms', 'longest ms', 'of own work', 'runs'],
    rows,
  )
  return [
    { budget: 'page', value: page },
    { budget: 'facets', value: facets },
    { budget: 'pods', value: pods },
  ]
}

/** Milliseconds of every request. */
export async function measurePages(client: Client): Promise<number[]> {
  const ms: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    for (const question of questions) {
      ms.push(await timed(() => client.machinePage({ limit: 100, ...question })))
    }
  }
  return ms
}

async function take(ask: () => Promise<unknown>, runs: number): Promise<number[]> {
  const ms: number[] = []
  for (let run = 0; run < runs; run += 1) ms.push(await timed(ask))
  return ms
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN
}
