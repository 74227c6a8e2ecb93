import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { metricNames, type MetricPoint, Metrics, TopConsumers } from '../../contract/metrics.ts'
import { someHost } from '../fleet/testing/some.ts'
import { type Caller, createCaller } from '../testing/caller.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

const flat = (value: number | null) =>
  Object.fromEntries(metricNames.map((name) => [name, value])) as MetricPoint

let host: TestServer
let user: Caller
let pod: number
let quiet: number
let now: number
beforeAll(async () => {
  host = await startTestServer()
  user = createCaller(host, await host.newApiKey(await host.addUser('eve', 'user')))
  const { store } = host.server
  now = host.clock.now().getTime() / 1000
  pod = await addPodRow(store, { facts: someHost })
  quiet = await addPodRow(store, { name: 'quiet' })
  await addMachineRow(store, pod, 'aaaaaa', { cpu_count: 4, memory_mib: 2048 })
  await addMachineRow(store, pod, 'bbbbbb')
  const step = (value: number, machines: Record<string, number>) => [
    {
      podId: pod,
      host: flat(value),
      machines: new Map(Object.entries(machines).map(([id, each]) => [id, flat(each)])),
    },
  ]
  await store.metrics.add(15, now - 45, step(10, { aaaaaa: 40, bbbbbb: 90 }))
  await store.metrics.add(15, now - 15, step(20, { aaaaaa: 60, gone00: 99 }))
  await store.metrics.add(300, now - 600, step(30, {}))
})
afterAll(() => host.close())

const metrics = async (path: string, fields = {}) => {
  const { status, body } = await user('GET', `${path}/metrics/`, fields)
  expect([status, body]).toEqual([200, expect.anything()])
  return Metrics.parse(body)
}

describe('series', () => {
  test('of a pod: a value for each step, null where nobody measured', async () => {
    const { series, ...rest } = await metrics(`pods/${pod}`)
    expect(rest).toEqual({
      range: '1h',
      start: new Date((now - 3_600) * 1000).toISOString(),
      step_seconds: 15,
      last_sample: new Date(now * 1000).toISOString(),
      cores: 8,
      memory_mib: 16_384,
    })
    for (const name of metricNames) {
      expect(series[name]).toHaveLength(240)
      expect(series[name].slice(-4)).toEqual([null, 10, null, 20])
    }
  })

  test('of a longer range come from longer steps', async () => {
    const { series, step_seconds } = await metrics(`pods/${pod}`, { range: '24h' })
    expect([step_seconds, series.cpu_percent.length]).toEqual([300, 288])
    expect(series.cpu_percent.slice(-2)).toEqual([30, null])
  })

  test('of a machine: null while it was off', async () => {
    const { series, cores, memory_mib } = await metrics('machines/bbbbbb')
    expect([cores, memory_mib]).toEqual([1, 1024])
    expect(series.memory_mib.slice(-3)).toEqual([90, null, null])
  })

  test('of a pod that was never measured are empty, not zero', async () => {
    const { series, last_sample, cores } = await metrics(`pods/${quiet}`)
    expect([last_sample, cores]).toEqual([null, null])
    expect(new Set(series.cpu_percent)).toEqual(new Set([null]))
  })

  test('of what is not there, or over another time', async () => {
    expect((await user('GET', 'pods/999/metrics/')).status).toBe(404)
    expect((await user('GET', 'machines/zzzzzz/metrics/')).status).toBe(404)
    expect(await user('GET', `pods/${pod}/metrics/`, { range: '2h' })).toEqual(
      expect.objectContaining({
        status: 400,
        body: { range: ['Select a valid choice. 2h is not one of the available choices.'] },
      }),
    )
  })
})

describe('top consumers', () => {
  const top = async (id: number, fields = {}) => {
    const { status, body } = await user('GET', `pods/${id}/top-consumers/`, fields)
    expect([status, body]).toEqual([200, expect.anything()])
    return TopConsumers.parse(body)
  }

  test('over the last minutes, by cores kept busy; machines that are gone are not told', async () => {
    const { machines, ...rest } = await top(pod)
    expect(rest).toEqual({
      by: 'cpu',
      window_seconds: 300,
      last_sample: new Date(now * 1000).toISOString(),
    })
    expect(machines.map(({ hostname, cpu_cores }) => [hostname, cpu_cores])).toEqual([
      ['vm-aaaaaa', 2],
      ['vm-bbbbbb', 0.9],
    ])
  })

  test('as many as asked for, in the order asked for', async () => {
    const { machines } = await top(pod, { by: 'memory', limit: '1' })
    expect(machines).toEqual([
      expect.objectContaining({ system_id: 'bbbbbb', memory_mib: 90, disk_bytes_per_second: 180 }),
    ])
  })

  test('of a host that nobody measured: none', async () => {
    expect(await top(quiet)).toMatchObject({ last_sample: null, machines: [] })
  })
})
