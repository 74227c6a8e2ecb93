import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ApiError, createClient } from '../contract/client.ts'
import { checkNames } from '../contract/check.ts'
import type { ProblemCode } from '../contract/problem.ts'
import type { StreamEvent } from '../contract/stream.ts'
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

const create = (host: string, more: Partial<Parameters<typeof client.podCreate>[0]> = {}) =>
  client.podCreate({ type: 'virsh', power_address: `qemu+ssh://ubuntu@${host}/system`, ...more })

async function refusal(call: Promise<unknown>): Promise<ApiError> {
  const reason: unknown = await call.then(
    () => 'no refusal',
    (error: unknown) => error,
  )
  if (!(reason instanceof ApiError)) throw new Error(String(reason))
  return reason
}

describe('failures are inputs', () => {
  test.each<[string, ProblemCode]>([
    ['no-such-host.example', 'dns_failed'],
    ['closed-port.example', 'tcp_refused'],
    ['timeout.example', 'tcp_timeout'],
    ['changed-key.example', 'host_key_changed'],
    ['wrong-password.example', 'password_refused'],
    ['key-refused.example', 'key_refused'],
    ['outsider.example', 'socket_permission_denied'],
    ['stopped-libvirtd.example', 'daemon_not_running'],
    ['forwarding-forbidden.example', 'forwarding_forbidden'],
  ])('%s: %s', async (host, code) => {
    const before = mock.db.pods.length
    const { status, problem } = await refusal(create(host))
    expect(status).toBe(503)
    expect(problem.code).toBe(code)
    expect(problem.fix).toBeDefined()
    expect(problem.checks?.map((check) => check.name)).toEqual(checkNames)
    expect(problem.checks?.filter((check) => check.state === 'failed')).toHaveLength(1)
    expect(mock.db.pods).toHaveLength(before)
  })

  test.each([
    'http://host/system',
    'qemu+ssh://ubuntu@host/system?command=x',
    'qemu+ssh://ubuntu@host/session',
    'qemu+ssh://host/system',
  ])('%s is refused at its field', async (power_address) => {
    const { status, problem } = await refusal(client.podCreate({ type: 'virsh', power_address }))
    expect(status).toBe(400)
    expect(Object.keys(problem.field_errors ?? {})).toEqual(['power_address'])
  })
})

describe('host keys', () => {
  test('an unknown one is asked about, and then accepted', async () => {
    const { problem } = await refusal(create('new.example', { trust: 'ask' }))
    expect(problem.code).toBe('host_key_unknown')
    const key = problem.host_key
    const pod = await create('new.example', {
      trust: 'ask',
      host_key_fingerprint: key?.fingerprint,
    })
    expect(pod.podyard.host_key?.fingerprint).toBe(key?.fingerprint)
  })

  test('another than the accepted one is refused', async () => {
    const { problem } = await refusal(create('new.example', { host_key_fingerprint: 'SHA256:no' }))
    expect(problem.code).toBe('host_key_changed')
  })
})

test('the steps are told on the stream', async () => {
  const seen: StreamEvent[] = []
  mock.db.feed.subscribe((event) => seen.push(event))
  await create('new.example', { operation_id: 'op-1' })
  const finished = seen.flatMap((event) =>
    event.event === 'check' && event.data.check.state !== 'running' ? [event.data.check.name] : [],
  )
  expect(finished).toEqual(checkNames)
  expect(seen.at(-1)).toMatchObject({ event: 'change', data: { topic: 'pod', action: 'created' } })
})

test('what MAAS refuses is refused in its words', async () => {
  const twice = await refusal(create('new.example', { name: 'MyPod' }))
  expect(twice.problem.field_errors).toEqual({ name: ['Pod with this Name already exists.'] })
  const ratio = await refusal(client.podUpdate({ id: 1, cpu_over_commit_ratio: '10.1' }))
  expect(ratio.problem.field_errors).toEqual({
    cpu_over_commit_ratio: ['Ensure this value is less than or equal to 10.'],
  })
  const zone = await refusal(client.podUpdate({ id: 1, zone: 'nowhere' }))
  expect(zone.problem.field_errors?.['zone']).toBeDefined()
  const pool = await refusal(create('new.example', { default_storage_pool: 'pool1' }))
  expect(pool.problem.code).toBe('storage_pool_not_found')
})

test('a pod is forgotten with its machines', async () => {
  await client.podDelete({ id: 1 })
  expect(await client.machineList({ pod: 1 })).toEqual([])
  expect((await refusal(client.podRead({ id: 1 }))).status).toBe(404)
})
