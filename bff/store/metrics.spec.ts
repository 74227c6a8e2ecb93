import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { metricNames, type MetricPoint } from '../../contract/metrics.ts'
import { metricTiers } from '../../contract/rules/metric-tiers.ts'
import { createTestClock } from '../testing/clock.ts'
import { addPodRow } from '../testing/rows.ts'
import { peers, type Place } from '../testing/stores.ts'
import { openStore, type Store } from './store.ts'

const flat = (value: number | null) =>
  Object.fromEntries(metricNames.map((name) => [name, value])) as MetricPoint

const step = (
  podId: number,
  host: number | null,
  machines: Record<string, number | null> = {},
) => ({
  podId,
  host: flat(host),
  machines: new Map(Object.entries(machines).map(([id, value]) => [id, flat(value)])),
})

describe.each(peers.filter((peer) => peer.available))('metrics on $name', (peer) => {
  let place: Place
  let store: Store
  let pod: number
  let other: number
  beforeEach(async () => {
    place = await peer.make()
    store = await openStore(place.location, createTestClock())
    pod = await addPodRow(store)
    other = await addPodRow(store, { name: 'other' })
  })
  afterEach(async () => {
    await store.close()
    await place.remove()
  })

  test('come back as they were, of the wanted pod, step and time', async () => {
    await store.metrics.add(15, 1_000, [step(pod, 1), step(other, 9)])
    await store.metrics.add(15, 1_015, [step(pod, null)])
    await store.metrics.add(300, 1_015, [step(pod, 7)])
    expect(await store.metrics.ofPod(pod, 15, 0)).toEqual([
      { at: 1_000, point: flat(1) },
      { at: 1_015, point: flat(null) },
    ])
    expect(await store.metrics.ofPod(pod, 15, 1_001)).toHaveLength(1)
    expect(await store.metrics.newest(15)).toBe(1_015)
    expect(await store.metrics.newest(15, other)).toBe(1_000)
    expect(await store.metrics.newest(1_800)).toBeNull()
    expect(new Set(await store.metrics.podsWithin(15, 1_000, 1_015))).toEqual(new Set([pod, other]))
  })

  test('of one machine are found among those of all', async () => {
    await store.metrics.add(15, 1_000, [step(pod, 1, { aaaaaa: 2, bbbbbb: 3 })])
    await store.metrics.add(15, 1_015, [step(pod, 1, { bbbbbb: null })])
    expect(await store.metrics.ofMachine(pod, 'aaaaaa', 15, 0)).toEqual([
      { at: 1_000, point: flat(2) },
    ])
    expect(await store.metrics.ofMachine(pod, 'bbbbbb', 15, 0)).toEqual([
      { at: 1_000, point: flat(3) },
      { at: 1_015, point: flat(null) },
    ])
    const [whole] = await store.metrics.whole(pod, 15, 0, 1_015)
    expect(whole).toEqual({ at: 1_000, ...step(pod, 1, { aaaaaa: 2, bbbbbb: 3 }) })
  })

  test('of the same step take the place of the ones before', async () => {
    await store.metrics.add(15, 1_000, [step(pod, 1, { aaaaaa: 1 })])
    await store.metrics.add(15, 1_000, [step(pod, 2)])
    expect(await store.metrics.whole(pod, 15, 0, 2_000)).toEqual([{ at: 1_000, ...step(pod, 2) }])
  })

  test('go with their pod', async () => {
    await store.metrics.add(15, 1_000, [step(pod, 1), step(other, 1)])
    await store.transaction((tx) => tx.pods.delete(pod))
    expect(await store.metrics.ofPod(pod, 15, 0)).toEqual([])
    expect(await store.metrics.ofPod(other, 15, 0)).toHaveLength(1)
  })

  test('that no range shows are forgotten', async () => {
    const now = 100_000_000
    for (const { stepS, count } of metricTiers) {
      await store.metrics.add(stepS, now - stepS * count, [step(pod, 1)])
      await store.metrics.add(stepS, now - stepS * (count + 21), [step(pod, 1)])
    }
    await store.metrics.prune(now)
    for (const { stepS } of metricTiers) {
      expect(await store.metrics.ofPod(pod, stepS, 0)).toHaveLength(1)
    }
  })
})
