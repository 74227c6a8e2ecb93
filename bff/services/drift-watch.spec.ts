import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { someHost } from '../fleet/testing/some.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { createTestClock } from '../testing/clock.ts'
import { peers, type Place } from '../testing/stores.ts'
import { openStore, type Store } from '../store/store.ts'
import { createDriftWatch, storeDrift } from './drift-watch.ts'

const [peer] = peers
if (!peer) throw new Error('There is always SQLite.')

let place: Place
let store: Store
let pod: number
beforeEach(async () => {
  place = await peer.make()
  store = await openStore(place.location, createTestClock())
  pod = await addPodRow(store, { facts: someHost })
})
afterEach(async () => {
  await store.close()
  await place.remove()
})

const kinds = async () => (await store.pods.byId(pod))?.drift.map(({ kind }) => kind)

test('what is found is stored with its pod, and taken back when it is over', async () => {
  await addMachineRow(store, pod, 'aaaaaa', { status: 3 })
  await storeDrift(store)
  expect(await kinds()).toEqual(['machine_missing'])
  await store.transaction((tx) =>
    tx.machines.update({ system_id: 'aaaaaa', pod_id: pod }, { status: 4 }),
  )
  await storeDrift(store)
  expect(await kinds()).toEqual([])
})

test('nobody is told where all is as it was', async () => {
  await addMachineRow(store, pod, 'aaaaaa', { status: 3 })
  await storeDrift(store)
  const before = await store.changes.bounds()
  await storeDrift(store)
  expect(await store.changes.bounds()).toEqual(before)
})

test('a change is followed by a look', async () => {
  const watch = createDriftWatch({ store, log: { error: () => {} } })
  watch.start()
  await addMachineRow(store, pod, 'aaaaaa', { status: 3 })
  await vi.waitFor(async () => expect(await kinds()).toEqual(['machine_missing']), 5_000)
  await watch.stop()
})
