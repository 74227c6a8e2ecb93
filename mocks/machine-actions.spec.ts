import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ApiError, createClient } from '../contract/client.ts'
import { whyNot, situationOf } from '../contract/rules/machine-can.ts'
import { createMockServer } from './node.ts'
import { csrfToken } from './session.ts'

const client = createClient({
  origin: 'http://podyard.test',
  headers: () => ({ 'x-csrftoken': csrfToken }),
})

let mock: ReturnType<typeof createMockServer>
const use = (username: string) => {
  mock = createMockServer('default', username)
  mock.server.listen({ onUnhandledFrame: 'error' })
}
beforeEach(() => use('admin'))
afterEach(() => mock.server.close())

const idOf = (hostname: string) =>
  mock.db.machines.find((row) => row.hostname === hostname)?.system_id ?? ''
const read = (system_id: string) => client.machineRead({ system_id })
const becomes = (system_id: string, status_name: string) =>
  vi.waitFor(async () => expect((await read(system_id)).status_name).toBe(status_name))
const refusal = async (call: Promise<unknown>) => {
  const error: unknown = await call.catch((reason: unknown) => reason)
  if (error instanceof ApiError) return error
  throw new Error('It was not refused.')
}

describe('power', () => {
  test('follows, and is told on the feed', async () => {
    const system_id = idOf('build-01')
    const told: unknown[] = []
    mock.db.feed.subscribe((event) => told.push(event.data))
    expect((await client.machinePowerOff({ system_id })).power_state).toBe('off')
    expect((await client.machinePowerOn({ system_id, comment: 'back' })).power_state).toBe('on')
    const change = { topic: 'machine', action: 'updated', key: system_id, pod_id: 1 }
    expect(told).toEqual([change, change])
    const { events } = await client.eventQuery({ id: system_id })
    expect(events.map(({ description }) => description)).toEqual([
      'Machine powered on: build-01. back',
      'Machine powered off: build-01',
    ])
  })

  test('of two at once one wins', async () => {
    const system_id = idOf('build-01')
    const calls = [client.machinePowerOff({ system_id }), client.machinePowerOff({ system_id })]
    const [first, second] = await Promise.allSettled(calls)
    expect([first?.status, second?.status]).toEqual(['fulfilled', 'rejected'])
  })

  test('softly comes later, unless the guest is deaf', async () => {
    for (const [hostname, state] of [
      ['build-01', 'off'],
      ['deaf-guest', 'on'],
    ] as const) {
      const system_id = idOf('build-01') || idOf('deaf-guest')
      if (hostname === 'deaf-guest') {
        await client.machinePowerOn({ system_id })
        await client.machineUpdate({ system_id, hostname })
      }
      await client.machinePowerOff({ system_id, stop_mode: 'soft' })
      await vi.waitFor(async () => expect((await read(system_id)).power_state).toBe(state))
    }
    const { events } = await client.eventQuery({ hostname: 'deaf-guest' })
    expect(events.map(({ type }) => type)).toContain('Machine not powered off')
  })

  test.each(['no-memory', 'missing-disk'])('of %s is refused', async (hostname) => {
    const system_id = idOf('build-01')
    await client.machinePowerOff({ system_id })
    await client.machineUpdate({ system_id, hostname })
    const { status, problem } = await refusal(client.machinePowerOn({ system_id }))
    expect([status, problem.code]).toEqual([503, 'libvirt_refused'])
    expect((await read(system_id)).power_state).toBe('off')
  })

  test('of a machine whose host is away is refused with its reason', async () => {
    const { status, problem } = await refusal(client.machinePowerOff({ system_id: idOf('wiki') }))
    expect([status, problem.code]).toEqual([503, 'tcp_timeout'])
  })
})

test('commissioning and releasing go on behind the answer', async () => {
  const ready = idOf('build-03')
  await client.machineCommission({ system_id: ready })
  await becomes(ready, 'Ready')
  const deployed = idOf('build-01')
  await client.machineRelease({ system_id: deployed })
  await becomes(deployed, 'Ready')
  expect(await read(deployed)).toMatchObject({ owner: '', power_state: 'off' })
  const hung = idOf('build-02')
  await client.machineUpdate({ system_id: hung, hostname: 'hung-guest' })
  await client.machineRelease({ system_id: hung })
  await becomes(hung, 'Releasing failed')
  expect((await read(hung)).status_message).toContain('SIGKILL')
})

test('what is locked stays as it is', async () => {
  const system_id = idOf('build-01')
  await client.machineLock({ system_id })
  for (const call of [
    client.machinePowerOff({ system_id }),
    client.machineUpdate({ system_id, description: 'x' }),
    client.machineDelete({ system_id }),
  ]) {
    const { status, problem } = await refusal(call)
    expect([status, problem.code]).toEqual([403, 'locked'])
  }
  expect((await client.machineUnlock({ system_id })).locked).toBe(false)
})

test('users are refused as the rules say', async () => {
  mock.server.close()
  use('viewer')
  const machine = await read(idOf('build-01'))
  const viewer = { username: 'viewer', is_superuser: false }
  const why = whyNot('power_off', situationOf(machine), viewer)
  const { status, problem } = await refusal(client.machinePowerOff(machine))
  expect([status, problem]).toMatchObject([403, { code: 'forbidden', message: why?.message }])
})

describe('allocating', () => {
  test('takes the smallest that meets what is asked for', async () => {
    const machine = await client.machineAllocate({ mem: 3000, pod: 'keen-otter', agent_name: 'ci' })
    expect(machine).toMatchObject({ status_name: 'Allocated', owner: 'admin' })
    expect([machine.pod?.name, machine.memory]).toEqual(['keen-otter', 3584])
    expect((await client.machineList({ agent_name: 'ci' })).map((each) => each.hostname)).toEqual([
      machine.hostname,
    ])
  })

  test('composes one where there is none, which is deleted when it is released', async () => {
    const machine = await client.machineAllocate({ mem: 6144, cpu_count: 3, pod: 'dense-lynx' })
    expect(machine.podyard.creation).toBe(machine.memory === 6144 ? 'dynamic' : 'manual')
    const made = await client.machineAllocate({ mem: 1500, cpu_count: 1, pod: 'MyPod' })
    expect(made).toMatchObject({ memory: 1500, podyard: { creation: 'dynamic' } })
    await client.machineRelease({ system_id: made.system_id })
    await vi.waitFor(async () => {
      const { status } = await refusal(read(made.system_id))
      expect(status).toBe(404)
    })
  })

  test('says why no pod can', async () => {
    const { status, problem } = await refusal(client.machineAllocate({ mem: 10 ** 9 }))
    expect([status, problem.code]).toEqual([409, 'no_machine'])
    const [first, ...pods] = problem.message.split('\n')
    expect(first).toBe('No available machine matches constraints: mem=1000000000')
    expect(pods).toHaveLength(mock.db.pods.length)
    const named = await refusal(client.machineAllocate({ name: 'build-01' }))
    expect(named.problem.message).toBe('No available machine matches constraints: name=build-01')
    const unknown = await refusal(client.machineAllocate({ tags: ['gold', 'virtual'] }))
    expect(unknown.problem.field_errors).toEqual({ tags: ["No such tag(s): 'gold'."] })
  })
})
