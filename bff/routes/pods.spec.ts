import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Pod, PodCreate, PodUpdate } from '../../contract/pod.ts'
import { Machine } from '../../contract/machine.ts'
import type { CheckProgress } from '../../contract/stream.ts'
import { createFleet, type Fleet } from '../fleet/fleet.ts'
import { createFakeHypervisor, type FakeHost, someFault } from '../fleet/testing/fake-hypervisor.ts'
import { someHost, someMachine } from '../fleet/testing/some.ts'
import type { Call } from '../handlers.ts'
import { createProgress } from '../progress.ts'
import { createSecrets } from '../secrets.ts'
import { openStore, type Store } from '../store/store.ts'
import { createMachineJobs } from '../services/machine-jobs.ts'
import { machineRoutes } from './machines.ts'
import { podRoutes } from './pods.ts'

const clock = { now: () => new Date('2026-01-01T00:00:00.000Z') }
const log = { info: () => {}, warn: () => {}, error: () => {} }
const address = 'qemu+ssh://admin@kvm.example/system'

let folder: string
let store: Store
let fleet: Fleet
let host: FakeHost
let hypervisor: ReturnType<typeof createFakeHypervisor>
let pods: ReturnType<typeof podRoutes>
let machines: ReturnType<typeof machineRoutes>
let told: CheckProgress[]

const call: Call = {
  user: { id: 1, username: 'admin', email: '', is_superuser: true },
  session: null,
  requestId: 'r1',
  ip: '192.0.2.1',
  signal: new AbortController().signal,
  setCookie: () => {},
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'podyard-pods-'))
  store = await openStore({ dataDir: folder }, clock)
  hypervisor = createFakeHypervisor()
  host = hypervisor.add(address, [someMachine(1), someMachine(2, { state: 'running' })])
  const secrets = createSecrets(Buffer.alloc(32, 1))
  const progress = createProgress()
  told = []
  progress.subscribe('admin', (step) => told.push(step))
  fleet = createFleet({ store, hypervisor, secrets, clock, log })
  pods = podRoutes({ store, fleet, secrets, clock, progress })
  machines = machineRoutes({ store, fleet, secrets, clock, jobs: createMachineJobs(() => {}) })
})

afterEach(async () => {
  await fleet.stop()
  await store.close()
  rmSync(folder, { recursive: true })
})

const create = (fields: object = {}) =>
  pods.podCreate(PodCreate.parse({ type: 'virsh', power_address: address, ...fields }), call)
const update = (id: number, fields: object) =>
  pods.podUpdate({ id, ...PodUpdate.parse(fields) }, call)
const audited = async () =>
  (await store.audit.latest(10)).map(({ action, subject, detail }) => ({ action, subject, detail }))

describe('adding', () => {
  test('stores the host, its machines and its key, and keeps the connection', async () => {
    const pod = await create({ name: 'first', tags: 'rack-7', operation_id: 'op' })
    expect(Pod.parse(pod)).toEqual(pod)
    expect(pod).toMatchObject({
      name: 'first',
      tags: ['rack-7', 'virtual'],
      resource_uri: `/MAAS/api/2.0/pods/${pod.id}/`,
      architectures: ['amd64/generic'],
      total: { cores: 8, memory: 16_384, local_storage: 100e9 },
      used: { cores: 4, memory: 2_048, local_storage: 30e9 },
      available: { cores: 4, memory: 14_336, local_storage: 70e9 },
      zone: { name: 'default' },
      pool: { name: 'default' },
      cpu_over_commit_ratio: 1,
      default_macvlan_mode: null,
      podyard: {
        has_password: false,
        default_storage_pool: 'pool-default',
        connection: { state: 'connected', transport: 'direct channel', problem: null },
        host_key: { fingerprint: `SHA256:${address}`, pinned_at: '2026-01-01T00:00:00.000Z' },
        machine_count: 2,
        composed_count: 0,
      },
    })
    expect(pod.storage_pools.map(({ name }) => name)).toEqual(['default'])
    expect(pod.podyard.storage_pools.map(({ name }) => name)).toEqual(['default', 'archive'])
    expect(pod.podyard.networks).toEqual([
      {
        id: 'network-maas',
        name: 'maas',
        active: true,
        forward: 'nat',
        bridge: 'virbr1',
        dhcp: false,
      },
    ])
    expect(told).toMatchObject([{ operation_id: 'op', check: { name: 'login', state: 'ok' } }])
    expect(host.calls).toEqual(['connect', 'discover'])
    expect(fleet.connection(pod.id)).not.toBeNull()
    expect(await audited()).toEqual([
      { action: 'pod.create', subject: 'pod first', detail: { power_address: address } },
    ])
    const listed = await machines.machineList({}, call)
    expect(listed.map((machine) => Machine.parse(machine))).toEqual(listed)
    expect(listed).toMatchObject([
      {
        hostname: 'vm-1',
        fqdn: 'vm-1.maas',
        status_name: 'Ready',
        power_state: 'off',
        storage: 10_000,
        tag_names: ['rack-7', 'virtual'],
        pod: { id: pod.id, name: 'first' },
        podyard: { creation: 'pre_existing', live: true },
      },
      { hostname: 'vm-2', power_state: 'on' },
    ])
  })

  test('without a name makes up two words', async () => {
    expect((await create()).name).toMatch(/^[a-z]+-[a-z]+$/)
  })

  test('nothing is stored when the host cannot be used', async () => {
    host.fault = someFault
    await expect(create()).rejects.toMatchObject({
      code: 'tcp_refused',
      details: {
        fix: someFault.fix,
        text: 'Failed talking to pod: Nothing listens there. Start sshd.\nsudo systemctl start ssh',
      },
    })
    expect(await pods.podList({}, call)).toEqual([])
    expect(await audited()).toEqual([])
  })

  test.each([
    [{ zone: 'nowhere' }, 'zone', /^Select a valid choice\. That choice is not one/],
    [{ pool: 'nowhere' }, 'pool', /^Select a valid choice\. That choice is not one/],
    [{ default_storage_pool: 'nope' }, 'default_storage_pool', /nope\. It has default, archive\.$/],
  ])('%j is refused, with its field', async (fields, field, message) => {
    await expect(create(fields)).rejects.toMatchObject({
      details: { fieldErrors: { [field]: [expect.stringMatching(message)] } },
    })
    expect(await pods.podList({}, call)).toEqual([])
    expect(host.open).toBe(0)
  })

  test.each(['archive', 'pool-archive', 'POOL-ARCHIVE'])('default pool %s', async (wanted) => {
    const pod = await create({ default_storage_pool: wanted })
    expect(pod.podyard.default_storage_pool).toBe('pool-archive')
  })

  test('the same twice is refused; with another password it is another pod', async () => {
    await create({ name: 'first', power_pass: 'a' })
    await expect(create({ power_pass: 'a' })).rejects.toMatchObject({
      code: 'bad_request',
      message: 'Pod first with type and parameters already exist.',
    })
    await expect(create({ name: 'first', power_pass: 'b' })).rejects.toMatchObject({
      details: { fieldErrors: { name: ['Pod with this Name already exists.'] } },
    })
    expect((await create({ power_pass: 'b' })).podyard.has_password).toBe(true)
  })

  test('two at once: one wins', async () => {
    const outcomes = await Promise.allSettled([create({ name: 'x' }), create({ name: 'x' })])
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(host.open).toBe(1)
  })

  test('a zone that is deleted while the host is reached is told as one that is not there', async () => {
    const zone = await store.transaction((tx) => tx.zones.create({ name: 'z', description: '' }))
    host.onDiscover = () => store.transaction(async (tx) => zone && tx.zones.delete(zone))
    await expect(create({ zone: 'z' })).rejects.toMatchObject({
      details: { fieldErrors: { zone: [expect.stringContaining('Select a valid choice.')] } },
    })
    expect(host.open).toBe(0)
  })

  test('a client that goes away gives up', async () => {
    host.hangs = true
    const controller = new AbortController()
    const input = PodCreate.parse({ type: 'virsh', power_address: address })
    const adding = pods.podCreate(input, { ...call, signal: controller.signal })
    controller.abort()
    await expect(adding).rejects.toThrow('The client went away.')
    expect(await pods.podList({}, call)).toEqual([])
  })
})

describe('updating', () => {
  test('keeps what is not named, and leaves the host alone', async () => {
    const pod = await create({ name: 'first', tags: 'a', cpu_over_commit_ratio: 2 })
    host.calls.length = 0
    const updated = await update(pod.id, { memory_over_commit_ratio: '4.6', name: 'second' })
    expect(updated).toMatchObject({
      name: 'second',
      tags: ['a', 'virtual'],
      cpu_over_commit_ratio: 2,
      memory_over_commit_ratio: 4.6,
    })
    expect(host.calls).toEqual([])
    expect(await update(pod.id, { tags: '', default_storage_pool: 'archive' })).toMatchObject({
      tags: ['virtual'],
      podyard: { default_storage_pool: 'pool-archive' },
    })
  })

  test('of the password is tried first; when it fails the old session lives on', async () => {
    const pod = await create()
    host.fault = { ...someFault, code: 'password_refused' }
    const wrong = update(pod.id, { power_pass: 'wrong', name: 'new' })
    await expect(wrong).rejects.toMatchObject({ code: 'password_refused' })
    expect(host.open).toBe(1)
    expect(await pods.podRead({ id: pod.id }, call)).toMatchObject({
      name: pod.name,
      podyard: { has_password: false, connection: { state: 'connected' } },
    })
    host.fault = null
    await update(pod.id, { power_pass: 'hunter2' })
    expect(host.targets.at(-1)).toMatchObject({ password: 'hunter2' })
    expect(await pods.podParameters({ id: pod.id }, call)).toEqual({
      power_address: address,
      power_pass: 'hunter2',
    })
    await update(pod.id, { power_pass: '' })
    expect((await pods.podParameters({ id: pod.id }, call)).power_pass).toBe('')
    expect(host.open).toBe(1)
    const details = JSON.stringify(await audited())
    expect(details).not.toContain('hunter2')
    expect(details).toContain('"power_pass":"changed"')
  })

  test('of the address reaches the other host, whose machines take the place of the old', async () => {
    const pod = await create()
    const elsewhere = 'qemu+ssh://admin@other.example/system'
    const other = hypervisor.add(elsewhere, [someMachine(9)])
    const updated = await update(pod.id, { power_address: elsewhere })
    expect(updated.podyard).toMatchObject({
      power_address: elsewhere,
      machine_count: 1,
      host_key: { fingerprint: `SHA256:${elsewhere}` },
    })
    // Never met, so there is no key to expect; the old one would refuse it.
    expect(other.targets[0]?.hostKey).toBeNull()
    expect([host.open, other.open]).toEqual([0, 1])
  })

  test('of the user alone expects the same key', async () => {
    const pod = await create()
    const asRoot = 'qemu+ssh://root@kvm.example/system'
    const same = hypervisor.add(asRoot, host.machines)
    same.hostKey = host.hostKey
    await update(pod.id, { power_address: asRoot })
    expect(same.targets[0]?.hostKey).toMatchObject({ fingerprint: `SHA256:${address}` })
  })

  test('accepts a changed key by its fingerprint', async () => {
    const pod = await create()
    host.hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:new' }
    const updated = await update(pod.id, { host_key_fingerprint: 'SHA256:new' })
    expect(updated.podyard.host_key?.fingerprint).toBe('SHA256:new')
  })

  test('two at once that try the host: the second is told, and nothing of the first is lost', async () => {
    const pod = await create({ power_pass: 'a' })
    const elsewhere = 'qemu+ssh://admin@other.example/system'
    hypervisor.add(elsewhere, [someMachine(9)])
    const outcomes = await Promise.allSettled([
      update(pod.id, { power_address: elsewhere }),
      update(pod.id, { power_pass: 'b' }),
    ])
    expect(outcomes).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { code: 'conflict' } },
    ])
    expect(await pods.podParameters({ id: pod.id }, call)).toEqual({
      power_address: elsewhere,
      power_pass: 'a',
    })
  })

  test('of the mode of macvtap can be taken back', async () => {
    const pod = await create({ default_macvlan_mode: 'vepa' })
    expect(pod.default_macvlan_mode).toBe('vepa')
    expect((await update(pod.id, { name: 'x' })).default_macvlan_mode).toBe('vepa')
    expect((await update(pod.id, { default_macvlan_mode: '' })).default_macvlan_mode).toBeNull()
  })

  test('to a name that is taken is refused', async () => {
    await create({ name: 'first' })
    const pod = await create({ name: 'second', power_pass: 'x' })
    await expect(update(pod.id, { name: 'first' })).rejects.toMatchObject({
      details: { fieldErrors: { name: ['Pod with this Name already exists.'] } },
    })
  })
})

describe('refreshing', () => {
  test('reads everything again, storage included', async () => {
    const pod = await create()
    host.host = { ...someHost, cores: 64 }
    host.machines = [someMachine(3)]
    const refreshed = await pods.podRefresh({ id: pod.id }, call)
    expect(refreshed).toMatchObject({ total: { cores: 64 }, podyard: { machine_count: 1 } })
    expect(host.calls).toContain('rescan')
  })

  test('of a host that is away says why', async () => {
    const pod = await create()
    host.fault = someFault
    host.drop()
    await expect(pods.podRefresh({ id: pod.id }, call)).rejects.toMatchObject({
      code: 'tcp_refused',
    })
    const { podyard, total } = await pods.podRead({ id: pod.id }, call)
    expect(podyard.connection).toMatchObject({ problem: { code: 'tcp_refused' } })
    expect(total.cores).toBe(8)
    const [machine] = await machines.machineList({}, call)
    expect(machine?.podyard.live).toBe(false)
  })
})

test('the power state of a machine is asked of its host, and unknown while that does not answer', async () => {
  await create()
  const [machine] = await machines.machineList({ hostname: ['vm-2'] }, call)
  const system_id = machine?.system_id ?? ''
  const query = () => machines.machineQueryPowerState({ system_id }, call)
  expect(await query()).toEqual({ state: 'on' })
  expect(host.calls.at(-1)).toBe(`read ${machine?.podyard.domain_uuid}`)
  // Changed without a word: whoever asks is told what is, not what was stored.
  host.machines = [someMachine(2, { state: 'crashed' })]
  expect(await query()).toEqual({ state: 'error' })
  host.machines = []
  expect(await query()).toEqual({ state: 'unknown' })
  host.silent = true
  const asked = query()
  host.drop()
  expect(await asked).toEqual({ state: 'unknown' })
})

test('power parameters of a machine are those of its pod', async () => {
  await create({ power_pass: 'hunter2' })
  const [machine] = await machines.machineList({ hostname: ['vm-1'] }, call)
  const system_id = machine?.system_id ?? ''
  expect(await machines.machinePowerParameters({ system_id }, call)).toEqual({
    power_address: address,
    power_pass: 'hunter2',
    power_id: machine?.podyard.domain_name,
  })
})

test('deleting forgets the pod and its machines, and leaves them to the host', async () => {
  const pod = await create({ name: 'first' })
  await pods.podDelete({ id: pod.id, decompose: true }, call)
  expect(await pods.podList({}, call)).toEqual([])
  expect(await machines.machineList({}, call)).toEqual([])
  expect(host.open).toBe(0)
  expect(host.machines).toHaveLength(2)
  expect((await audited())[0]).toEqual({
    action: 'pod.delete',
    subject: 'pod first',
    detail: { decompose: true, decomposed_machines: 0, forgotten_machines: 2 },
  })
})

test('what is not there is not found', async () => {
  const refused = { code: 'not_found' }
  await expect(pods.podRead({ id: 9 }, call)).rejects.toMatchObject(refused)
  await expect(update(9, { name: 'x' })).rejects.toMatchObject(refused)
  await expect(pods.podRefresh({ id: 9 }, call)).rejects.toMatchObject(refused)
  await expect(pods.podDelete({ id: 9 }, call)).rejects.toMatchObject(refused)
  await expect(pods.podParameters({ id: 9 }, call)).rejects.toMatchObject(refused)
  await expect(machines.machineRead({ system_id: 'aaaaaa' }, call)).rejects.toMatchObject(refused)
  // By name or by id; nothing is called so, and no id is so large.
  for (const pod of ['x', '2147483648']) {
    expect(await machines.machineList({ pod: [pod] }, call)).toEqual([])
  }
})
