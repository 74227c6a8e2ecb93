import { expect, test } from 'vitest'
import { soon } from '../testing/soon.ts'
import type { RecordedChange } from './changes.ts'
import { createFeed } from './feed.ts'

const change = (id: number): RecordedChange => ({
  id,
  change: { topic: 'zone', action: 'created', key: `z${id}`, pod_id: null },
})

/** A feed over a list, and what its one listener was told. */
function startFeed(committed: RecordedChange[], failures: Error[] = []) {
  const failed: unknown[] = []
  const told: number[] = []
  const feed = createFeed(
    async (id) => {
      const failure = failures.shift()
      if (failure) throw failure
      return committed.filter((each) => each.id > id)
    },
    0,
    (error) => failed.push(error),
  )
  feed.subscribe((changes) => told.push(...changes.map(({ id }) => id)))
  return { feed, told, failed }
}

test.each(Array.from({ length: 12 }, (_, ticks) => [ticks]))(
  'what is committed %i ticks after another change is told without waiting for a third',
  async (ticks) => {
    const committed = [change(1)]
    const { feed, told } = startFeed(committed)
    feed.wake()
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
    committed.push(change(2))
    feed.wake()
    await expect.poll(() => told, soon).toEqual([1, 2])
  },
)

test('a read that fails is told, and made up for at the next change', async () => {
  const { feed, told, failed } = startFeed([change(1)], [new Error('gone')])
  feed.wake()
  await feed.settled()
  expect([told, failed]).toEqual([[], [new Error('gone')]])
  feed.wake()
  await feed.settled()
  expect(told).toEqual([1])
})
