import {
  domainCreate,
  domainDestroy,
  domainEventLifecycle,
  DomainLifecycle,
  domainLookupByName,
  domainResume,
  domainSuspend,
} from '../../libvirt/index.ts'
import { spreadOf, within, type Spread } from '../measure.ts'
import type { Opened } from './ours.ts'

/**
 * Milliseconds from asking for a suspend or resume on one connection until the event is with the
 * listener of another: an upper bound of change to event, as it includes the change itself.
 */
export async function eventLatency(
  { connection: actor }: Opened,
  { connection: watcher }: Opened,
  rounds: number,
): Promise<Spread> {
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
