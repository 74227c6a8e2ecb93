import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ApiError, createClient } from '../contract/client.ts'
import { composeSteps } from '../contract/compose.ts'
import { createMockServer } from './node.ts'
import { csrfToken } from './session.ts'

const client = createClient({
  origin: 'http://podyard.test',
  headers: () => ({ 'x-csrftoken': csrfToken }),
})

let mock: ReturnType<typeof createMockServer>

beforeEach(() => {
  mock = createMockServer()
  mock.server.listen({ onUnhandledFrame: 'error' })
})
afterEach(() => mock.server.close())

/** MyPod: 4 cores of 2500 MHz, 11,864 MiB, 192 GB free; one machine of 1 core and 1024 MiB. */
const myPod = 2

const compose = (fields: Omit<Parameters<typeof client.podCompose>[0], 'id'> = {}) =>
  client.podCompose({ id: myPod, ...fields })

async function refusal(call: Promise<unknown>) {
  const reason: unknown = await call.then(
    () => 'no refusal',
    (error: unknown) => error,
  )
  if (!(reason instanceof ApiError)) throw new Error(String(reason))
  return reason
}

test('a machine has what was asked for, and is ready once its host has made it', async () => {
  const told: string[] = []
  let during: string | undefined
  mock.db.feed.subscribe(({ event, data }) => {
    if (event !== 'change') return
    told.push(`${data.topic} ${data.action}`)
    const { status } = mock.db.machines.find((row) => row.system_id === data.key) ?? {}
    if (data.action === 'created' && status === 1) during = 'Commissioning'
  })
  const { system_id } = await compose({
    hostname: 'web',
    cores: 2,
    memory: 4096,
    zone: 2,
    storage: 'root:10,data:20.5(maas)',
    interfaces: 'eth0:bridge=br0;eth1:macvtap=eno1,mode=vepa,mac=52:54:00:00:00:01',
  })
  const machine = await client.machineRead({ system_id })
  expect(machine).toMatchObject({
    hostname: 'web',
    cpu_count: 2,
    memory: 4096,
    zone: { name: 'hall-north' },
    power_state: 'off',
    blockdevice_set: [{ size: 10e9 }, { size: 20.5e9 }],
    interface_set: [
      { type: 'bridge', source: 'br0' },
      { type: 'direct', source: 'eno1', mac_address: '52:54:00:00:00:01' },
    ],
    pod: { id: myPod },
    podyard: { creation: 'manual' },
  })
  expect(during).toBe('Commissioning')
  expect(machine.status_name).toBe('Ready')
  expect(told).toEqual(['machine created', 'machine updated'])
})

test('it counts against the pod, its disks against their storage pool, until it is gone', async () => {
  const before = await client.podRead({ id: myPod })
  await compose({ cores: 3, memory: 2048, storage: '100' })
  const after = await client.podRead({ id: myPod })
  expect(after.used.cores).toBe(before.used.cores + 3)
  expect(after.podyard.storage_pools[0]).toMatchObject({
    used: before.podyard.storage_pools[0]?.used,
    promised: 100e9,
  })
  expect((await refusal(compose({ storage: '93' }))).problem).toMatchObject({ code: 'no_room' })
  expect((await refusal(compose({ cores: 1 }))).problem).toMatchObject({
    code: 'no_room',
    message: expect.stringContaining('1 CPU cores asked for, 0 free') as string,
  })
})

test('two at once cannot both have what is left', async () => {
  const both = await Promise.allSettled([compose({ cores: 3 }), compose({ cores: 3 })])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

describe('refused at its field', () => {
  test.each([
    [{ cores: 5 }, 'cores'],
    [{ memory: 12_000 }, 'memory'],
    [{ cpu_speed: 2600 }, 'cpu_speed'],
    [{ hostname: 'node2' }, 'hostname'],
    [{ hostname: 'no blanks' }, 'hostname'],
    [{ architecture: 'arm64/generic' }, 'architecture'],
    [{ zone: 99 }, 'zone'],
    [{ pool: 99 }, 'pool'],
    [{ storage: 'root' }, 'storage'],
    [{ interfaces: 'eth0:space=maas' }, 'interfaces'],
    [{ interfaces: 'eth0:network=lan' }, 'interfaces'],
    [{ pinned_cores: '0-4' }, 'pinned_cores'],
  ])('%j', async (fields, field) => {
    const { status, problem } = await refusal(compose(fields))
    expect(status).toBe(400)
    expect(Object.keys(problem.field_errors ?? {})).toEqual([field])
  })
})

test.each(composeSteps)('fails-at-%s names the step, and leaves nothing', async (step) => {
  const before = mock.db.machines.length
  const { status, problem } = await refusal(compose({ hostname: `fails-at-${step}` }))
  expect(status).toBe(503)
  expect(problem.step).toBe(step)
  expect(mock.db.machines).toHaveLength(before)
})

test('a host that is away refuses with its cause', async () => {
  const { problem } = await refusal(client.podCompose({ id: 4 }))
  expect(problem).toMatchObject({ code: 'tcp_timeout', step: 'connect' })
})
