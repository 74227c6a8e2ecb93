import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { metricNames, type MetricPoint } from '../../contract/metrics.ts'
import { openStore, type Store } from '../store/store.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { createRecorder, type Recorder } from './recorder.ts'
import { average } from './roll-up.ts'

const start = Date.parse('2026-01-01T00:00:00.000Z')
const startS = start / 1000
const clock = { now: () => new Date() }
const errors: unknown[] = []

let folder: string
let store: Store
let recorder: Recorder
let pod: number

const begin = () => {
  const made = createRecorder({
    store,
    clock,
    log: { error: ({ ...fields }) => errors.push(fields) },
  })
  made.start()
  return made
}

beforeEach(async () => {
  vi.useFakeTimers({ now: start, toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  folder = mkdtempSync(join(tmpdir(), 'podyard-recorder-'))
  store = await openStore({ dataDir: folder }, clock)
  pod = await addPodRow(store)
  await addMachineRow(store, pod, 'aaaaaa')
  recorder = begin()
})

afterEach(async () => {
  await recorder.stop()
  await store.close()
  rmSync(folder, { recursive: true })
  vi.useRealTimers()
  if (errors.length > 0) throw new Error('logged as an error', { cause: errors.splice(0) })
})

const flat = (value: number | null) =>
  Object.fromEntries(metricNames.map((name) => [name, value])) as MetricPoint

const offer = (value: number, podId = pod, machines: Record<string, number> = {}) =>
  recorder.offer(podId, {
    atMs: Date.now(),
    host: flat(value),
    machines: new Map(Object.entries(machines).map(([uuid, each]) => [uuid, flat(each)])),
  })

/** Time passes; a host that is there offers its value every 15 s, some seconds before it is recorded. */
const pass = async (seconds: number, value?: number) => {
  for (let passed = 0; passed < seconds; passed += 15) {
    await vi.advanceTimersByTimeAsync(10_000)
    if (value !== undefined) offer(value)
    await vi.advanceTimersByTimeAsync(5_000)
  }
}

/** What was begun is stored; and a recorder that begins anew goes on where the one before ended. */
const settle = async () => {
  await recorder.stop()
  recorder = begin()
}

const recorded = async (stepS: number) => {
  await settle()
  const points = await store.metrics.ofPod(pod, stepS, 0)
  return points.map(({ at, point }) => [at - startS, point.cpu_percent])
}

test('what a host offers is kept under the names that its machines have here', async () => {
  offer(7, pod, { 'uuid-aaaaaa': 3, 'uuid-unknown': 4 })
  await vi.advanceTimersByTimeAsync(15_000)
  await settle()
  expect(await store.metrics.whole(pod, 15, 0, startS + 60)).toEqual([
    { at: startS, podId: pod, host: flat(7), machines: new Map([['aaaaaa', flat(3)]]) },
  ])
})

test('a host that goes silent leaves a gap, not a line', async () => {
  await pass(30, 5)
  await pass(60)
  await pass(15, 6)
  expect(await recorded(15)).toEqual([
    [0, 5],
    [15, 5],
    [30, 5],
    [90, 6],
  ])
})

test('a pod that was deleted meanwhile takes no other along', async () => {
  const other = await addPodRow(store, { name: 'other' })
  offer(1, other)
  offer(2)
  await store.transaction((tx) => tx.pods.delete(other))
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await recorded(15)).toEqual([[0, 2]])
})

test('coarser steps are made of finer ones when they are over', async () => {
  await pass(150, 10)
  await pass(150, 20)
  expect(await recorded(300)).toEqual([[0, 15]])
  await pass(1_500, 15)
  expect(await recorded(1_800)).toEqual([[0, 15]])
})

test('a step that ended while Podyard did not run is made later', async () => {
  await pass(150, 10)
  await recorder.stop()
  await vi.advanceTimersByTimeAsync(600_000)
  recorder = begin()
  await pass(15)
  expect(await recorded(300)).toEqual([[0, 10]])
})

test('the average of a machine is over the steps in which it ran', () => {
  const part = (value: number, machines: [string, number][]) => ({
    podId: 1,
    host: flat(value),
    machines: new Map(machines.map(([id, each]) => [id, flat(each)])),
  })
  const { host, machines } = average(1, [
    part(1, [['aaaaaa', 4]]),
    part(3, [
      ['aaaaaa', 6],
      ['bbbbbb', 1],
    ]),
  ])
  expect([host, machines.get('aaaaaa'), machines.get('bbbbbb')]).toEqual([
    flat(2),
    flat(5),
    flat(1),
  ])
  expect(average(1, []).host).toEqual(flat(null))
})
