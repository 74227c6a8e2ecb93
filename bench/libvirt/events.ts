/** How soon a change on the host is known here. */
import {
  domainCreate,
  domainDestroy,
  domainEventLifecycle,
  DomainLifecycle,
  domainLookupByName,
  domainResume,
  domainSuspend,
  type Connection,
} from '../../libvirt/index.ts'
import { spreadOf, within, type Spread } from '../measure.ts'
import type { Figure } from './budgets.ts'
import type { Part } from './parties.ts'
import { printTable, spreadText } from './report.ts'

const rounds = 20

export const measureEvents: Part = async ({ ours }) => {
  const rows: string[][] = []
  const figures: Figure[] = []
  const actor = await ours.openLibrary('unix')
  try {
    for (const way of ['unix', 'ssh'] as const) {
      const watcher = await ours.openLibrary(way)
      try {
        const ms = await eventLatency(actor, watcher)
        rows.push([way, spreadText(ms), String(ms.runs)])
        figures.push({ budget: 'event', value: ms.median })
      } finally {
        await watcher.close()
      }
    }
  } finally {
    await actor.close()
  }
  const title = 'Lifecycle event, from asking for the change to the listener of another connection'
  printTable(title, ['over', 'median ms (min-max)', 'runs'], rows)
  return figures
}

/**
 * Milliseconds from asking for a suspend or resume on one connection until the event is with the
 * listener of another: an upper bound of change to event, as it includes the change itself.
 */
async function eventLatency(actor: Connection, watcher: Connection): Promise<Spread> {
  const dom = await actor.call(domainLookupByName, { name: 'm0' })
  let awaited = -1
  let seen: (at: number) => void = () => {}
  const stop = await watcher.on(domainEventLifecycle, (message) => {
    if (message.dom.uuid === dom.uuid && message.event === awaited) seen(performance.now())
  })
  await actor.call(domainCreate, { dom })
  const samples: number[] = []
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [change, event] of [
        [domainSuspend, DomainLifecycle.suspended],
        [domainResume, DomainLifecycle.resumed],
      ] as const) {
        const arrival = Promise.withResolvers<number>()
        awaited = event
        seen = arrival.resolve
        const startedAt = performance.now()
        await actor.call(change, { dom })
        samples.push((await within(5_000, 'a lifecycle event', arrival.promise)) - startedAt)
      }
    }
  } finally {
    await stop()
    await actor.call(domainDestroy, { dom })
  }
  return spreadOf(samples)
}
