/** The lists with 200 hosts and 10,000 machines: requests, pages in a browser, memory, a dead host. See README.md. */
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Client } from '../../contract/client.ts'
import { digits, printTable, printVerdicts } from '../libvirt/report.ts'
import { interruption } from '../interruption.ts'
import { judge } from '../judge.ts'
import { measureApi, measurePages, percentile } from './api.ts'
import { measureBrowser } from './browser.ts'
import { budgets, type Figure } from './budgets.ts'
import { startWorld, type World } from './world.ts'

/** Longer than it takes to find out that a host is silent. */
const askedMs = 40_000

export async function benchLists(args: string[]): Promise<boolean> {
  const { values } = parseArgs({ args, options: { check: { type: 'boolean', default: false } } })
  const verdicts = judge(budgets, await measure())
  printVerdicts(verdicts, 'something ended it')
  return !values.check || verdicts.every(({ met }) => met === true)
}

/** Whatever ends it, nothing of what it started stays. */
async function measure(): Promise<Figure[]> {
  await using ending = new AsyncDisposableStack()
  return await Promise.race([measureAll(ending), interruption()])
}

async function measureAll(ending: AsyncDisposableStack): Promise<Figure[]> {
  const world = await startWorld(ending)
  // Compilers come to the point.
  await measurePages(world.client)
  console.log(`Load of the machine before: ${loadavg().map(digits).join(', ')}`)
  return [
    ...(await measureApi(world)),
    ...(await measureBrowser(world, ending)),
    ...(await measureMemory(world)),
    ...(await measureDeadHost(world)),
  ]
}

async function measureMemory({ server }: World): Promise<Figure[]> {
  const resident = await server.residentMB()
  printTable('Resident memory of the server', ['MB'], [[digits(resident)]])
  return [{ budget: 'resident', value: resident }]
}

async function measureDeadHost({ client, silenceOne }: World): Promise<Figure[]> {
  const before = percentile(await askFor(client), 95)
  silenceOne()
  // While its silence is noticed, and while it is tried again in vain.
  const p95 = percentile(await askFor(client), 95)
  const states = (await client.podList()).map(({ podyard }) => podyard.connection.state)
  const away = states.filter((state) => state !== 'connected').length
  printTable(
    'A page of machines while one host is dead',
    ['before, p95 ms', 'dead, p95 ms', 'ratio', 'hosts away at the end'],
    [[digits(before), digits(p95), digits(p95 / before), String(away)]],
  )
  return [{ budget: 'deadHost', value: p95 / before }]
}

/** Milliseconds of every request, as many as fit. */
async function askFor(client: Client): Promise<number[]> {
  const ms: number[] = []
  const until = performance.now() + askedMs
  while (performance.now() < until) ms.push(...(await measurePages(client)))
  return ms
}
