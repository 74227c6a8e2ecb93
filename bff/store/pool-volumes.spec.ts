import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { VolumeFacts } from '../facts.ts'
import { createTestClock } from '../testing/clock.ts'
import { addPodRow } from '../testing/rows.ts'
import { peers, type Place } from '../testing/stores.ts'
import { openStore, type Store } from './store.ts'

const volume: VolumeFacts = {
  name: 'a "b" é.qcow2',
  path: '/p/a "b" é.qcow2',
  type: 'file',
  format: null,
  capacityBytes: 2 ** 52,
  allocationBytes: 0,
  backing: null,
  heldBy: [{ uuid: 'u', name: 'web', running: true }],
}
const at = '2026-01-01T00:00:00.000Z'
const later = '2026-01-02T00:00:00.000Z'

describe.each(peers.filter((peer) => peer.available))('volumes on $name', (peer) => {
  let place: Place
  let store: Store
  let podId: number
  beforeEach(async () => {
    place = await peer.make()
    store = await openStore(place.location, createTestClock())
    podId = await addPodRow(store, {})
  })
  afterEach(async () => {
    await store.close()
    await place.remove()
  })

  const read = { poolUuid: 'one', total: 7_000, volumes: [volume] }
  const replace = (...args: [readonly (typeof read)[], readonly string[], string]) =>
    store.transaction((tx) => tx.poolVolumes.replace(podId, ...args))
  const told = async () => (await store.changes.bounds()).newest

  test('come back as they were put in, with the age of their reading', async () => {
    await replace([read], ['one'], at)
    expect(await store.poolVolumes.ofPool(podId, 'one')).toEqual({ ...read, readAt: at })
    const before = await told()
    await replace([read], ['one'], later)
    expect((await store.poolVolumes.ofPool(podId, 'one'))?.readAt).toBe(later)
    // Nobody is told of an age.
    expect(await told()).toBe(before)
  })

  test('of a pool that cannot tell stay; those of one that is gone go; those of a pod go with it', async () => {
    await replace([read, { ...read, poolUuid: 'two' }], ['one', 'two'], at)
    await replace([], ['two'], later)
    expect(await store.poolVolumes.ofPool(podId, 'one')).toBeUndefined()
    expect((await store.poolVolumes.ofPool(podId, 'two'))?.readAt).toBe(at)
    await store.transaction((tx) => tx.pods.delete(podId))
    expect(await store.poolVolumes.ofPool(podId, 'two')).toBeUndefined()
  })
})
