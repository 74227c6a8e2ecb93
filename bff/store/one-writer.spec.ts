import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { somePod } from '../fleet/testing/some.ts'
import { createTestClock } from '../testing/clock.ts'
import { peers, type Place } from '../testing/stores.ts'
import { openStore, type Store } from './store.ts'

describe.each(peers.filter((peer) => peer.available))('writers on $name', (peer) => {
  let place: Place
  let store: Store
  beforeEach(async () => {
    place = await peer.make()
    store = await openStore(place.location, createTestClock())
  })
  afterEach(async () => {
    await store.close()
    await place.remove()
  })

  test('what a transaction has looked at stays so until it has written', async () => {
    const addUnlessThere = (name: string) =>
      store.transaction(async (tx) => {
        if ((await tx.pods.withAddress('a')).length > 0) return false
        await tx.pods.create({ ...somePod, name, power_address: 'a' })
        return true
      })
    const added = await Promise.all(['x', 'y', 'z'].map(addUnlessThere))
    expect(added.filter(Boolean)).toHaveLength(1)
    expect(await store.pods.list()).toHaveLength(1)
  })

  test('of many at once who want one name, all but one are told that it is taken', async () => {
    const made = await store.transaction(async (tx) => [
      await tx.zones.create({ name: 'a', description: '' }),
      await tx.zones.create({ name: 'b', description: '' }),
    ])
    const renamed = await Promise.all(
      made.map((zone) =>
        store.transaction(async (tx) => zone && tx.zones.update(zone, { ...zone, name: 'c' })),
      ),
    )
    expect(renamed.sort()).toEqual([false, true])
  })
})
