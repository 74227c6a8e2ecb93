import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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
        if ((await tx.zones.list()).length > 1) return undefined
        return tx.zones.create({ name, description: '' })
      })
    const added = await Promise.all(['x', 'y', 'z'].map(addUnlessThere))
    expect(added.filter((zone) => zone !== undefined)).toHaveLength(1)
    expect(await store.zones.list()).toHaveLength(2)
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
    expect(renamed.filter(Boolean)).toHaveLength(1)
  })
})
