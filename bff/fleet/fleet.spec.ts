import { describe, expect, test } from 'vitest'
import { podPasswordPurpose } from '../store/pods.ts'
import { lostFault, someFault } from './testing/fake-hypervisor.ts'
import {
  addPod,
  connectionOf,
  fleet,
  hypervisor,
  pass,
  secrets,
  statesOf,
  store,
} from './testing/fleet-setup.ts'
import { someHost, someMachine } from './testing/some.ts'

describe('a host that is there', () => {
  test('is reached with the stored password, read and stored', async () => {
    const host = hypervisor.add('a', [someMachine(1), someMachine(2, { state: 'running' })])
    const id = await addPod('a', { power_pass: secrets.encrypt('hunter2', podPasswordPurpose) })
    await fleet.start()
    await pass()
    expect(host.targets[0]).toMatchObject({ address: 'a', password: 'hunter2', hostKey: null })
    expect(await store.pods.byId(id)).toMatchObject({
      facts: someHost,
      default_storage_pool: 'pool-default',
      host_key: { fingerprint: 'SHA256:a', pinned_at: '2026-01-01T00:00:00.000Z' },
      last_seen: '2026-01-01T00:00:00.000Z',
      connection: { state: 'connected', transport: 'direct channel', problem: null },
    })
    expect(await statesOf(id)).toEqual({ 'uuid-1': 'shutoff', 'uuid-2': 'running' })
    expect(fleet.connection(id)).not.toBeNull()
  })

  test('tells of a change, and that one machine is read and stored at once', async () => {
    const host = hypervisor.add('a', [someMachine(1), someMachine(2)])
    const id = await addPod('a')
    await fleet.start()
    await pass()
    host.calls.length = 0
    host.change('uuid-1', { state: 'running' })
    await pass()
    expect(host.calls).toEqual(['read uuid-1'])
    expect(await statesOf(id)).toEqual({ 'uuid-1': 'running', 'uuid-2': 'shutoff' })
  })

  test('loses and gains machines', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    const id = await addPod('a')
    await fleet.start()
    await pass()
    host.machines = [someMachine(2)]
    host.tell({ kind: 'machine', uuid: 'uuid-1' })
    host.tell({ kind: 'machine', uuid: 'uuid-2' })
    await pass()
    expect(await statesOf(id)).toEqual({ 'uuid-2': 'shutoff' })
  })

  test('is looked at on a schedule, and what it did not tell is found', async () => {
    const host = hypervisor.add('a', [someMachine(1), someMachine(2)])
    const id = await addPod('a')
    await fleet.start()
    await pass()
    host.calls.length = 0
    host.machines = [someMachine(1, { memoryMiB: 2_048 }), someMachine(3)]
    await pass(15_000)
    expect(new Set(host.calls)).toEqual(
      new Set(['pulse', 'rescan', 'read uuid-1', 'read uuid-2', 'read uuid-3', 'read volumes']),
    )
    const memory = (await store.machines.ofPod(id)).map((machine) => machine.memory_mib)
    expect(new Set(memory)).toEqual(new Set([1_024, 2_048]))
    host.calls.length = 0
    await pass(45_000)
    expect(host.calls).toEqual(['pulse', 'pulse', 'pulse with sizes'])
    host.calls.length = 0
    await pass(4 * 60_000)
    expect(host.calls.filter((call) => call === 'discover')).toHaveLength(1)
  })

  test('writes nothing while nothing changes, but its age', async () => {
    hypervisor.add('a', [someMachine(1)])
    const id = await addPod('a')
    await fleet.start()
    await pass()
    const { newest } = await store.changes.bounds()
    await pass(10 * 60_000)
    expect((await store.changes.bounds()).newest).toBe(newest)
    const lastSeen = Date.parse((await store.pods.byId(id))?.last_seen ?? '')
    expect(Date.now() - lastSeen).toBeLessThanOrEqual(25_000)
  })

  test('changes its storage: everything is read once, however often it tells', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    await addPod('a')
    await fleet.start()
    await pass()
    host.calls.length = 0
    for (let n = 0; n < 20; n += 1) host.tell({ kind: 'storage_pool' })
    await pass(1_000)
    expect(host.calls).toEqual(['discover', 'read volumes'])
  })

  test('tells of no storage pool for a while: the chosen one stays chosen', async () => {
    const host = hypervisor.add('a')
    const id = await addPod('a', { default_storage_pool: 'pool-archive' })
    await fleet.start()
    await pass()
    host.host = { ...someHost, storagePools: [] }
    host.tell({ kind: 'storage_pool' })
    await pass(1_000)
    expect((await store.pods.byId(id))?.facts?.storagePools).toEqual([])
    host.host = someHost
    host.tell({ kind: 'storage_pool' })
    await pass(1_000)
    expect((await store.pods.byId(id))?.default_storage_pool).toBe('pool-archive')
  })

  test('is refreshed on the open connection', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    const id = await addPod('a')
    await fleet.start()
    await pass()
    host.calls.length = 0
    host.machines = [someMachine(1, { cores: 16 })]
    const pod = await store.pods.byId(id)
    if (!pod) throw new Error('stored above')
    await fleet.refresh(pod, { trust: 'first_use', acceptFingerprint: null })
    expect(host.calls).toEqual(['rescan', 'discover'])
    expect((await store.machines.ofPod(id))[0]?.cpu_count).toBe(16)
  })
})

describe('a host that is away', () => {
  test('is told with its cause, tried again ever later, and found when it is back', async () => {
    const host = hypervisor.add('a')
    host.fault = someFault
    const id = await addPod('a')
    await fleet.start()
    await pass()
    expect(await connectionOf(id)).toEqual({
      state: 'unreachable',
      since: '2026-01-01T00:00:00.000Z',
      next_try: '2026-01-01T00:00:01.000Z',
      problem: { code: 'tcp_refused', message: someFault.message, fix: someFault.fix },
      transport: null,
    })
    await pass(1_000)
    expect(await connectionOf(id)).toMatchObject({ next_try: '2026-01-01T00:00:03.000Z' })
    await pass(10 * 60_000)
    expect(host.calls.length).toBeGreaterThan(12)
    expect(host.calls.length).toBeLessThan(20)
    host.fault = null
    await pass(60_000)
    expect(await connectionOf(id)).toMatchObject({ state: 'connected', problem: null })
  })

  test('was there: noticed at once, figures stay, back within a second or two', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    const id = await addPod('a')
    await fleet.start()
    await pass(60_000)
    host.drop()
    await pass()
    expect(await connectionOf(id)).toMatchObject({
      state: 'unreachable',
      problem: { code: 'connection_lost', message: lostFault.message },
    })
    expect(fleet.connection(id)).toBeNull()
    expect(await statesOf(id)).toEqual({ 'uuid-1': 'shutoff' })
    host.machines = [someMachine(1, { state: 'running' })]
    await pass(1_000)
    expect(await connectionOf(id)).toMatchObject({ state: 'connected' })
    expect(await statesOf(id)).toEqual({ 'uuid-1': 'running' })
  })

  test('slows no other', async () => {
    const dead = Array.from({ length: 15 }, (_, n) => `dead-${n}`)
    for (const address of dead) {
      hypervisor.add(address).hangs = true
      await addPod(address)
    }
    const host = hypervisor.add('alive', [someMachine(1)])
    const id = await addPod('alive')
    await fleet.start()
    await pass()
    expect(await connectionOf(id)).toMatchObject({ state: 'connected' })
    host.change('uuid-1', { state: 'running' })
    await pass()
    expect(await statesOf(id)).toEqual({ 'uuid-1': 'running' })
  })

  test('is tried at once by a refresh, which says what is wrong', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    host.fault = someFault
    const id = await addPod('a')
    await fleet.start()
    await pass(120_000)
    const pod = await store.pods.byId(id)
    if (!pod) throw new Error('stored above')
    const accept = { trust: 'first_use', acceptFingerprint: null } as const
    await expect(fleet.refresh(pod, accept)).rejects.toThrow(someFault.message)
    await pass()
    expect(await connectionOf(id)).toMatchObject({ state: 'unreachable' })
    host.fault = null
    await fleet.refresh(pod, accept)
    await pass()
    expect(await connectionOf(id)).toMatchObject({ state: 'connected' })
    expect(host.open).toBe(1)
  })

  test('has another key: the refresh that accepts it pins it', async () => {
    const host = hypervisor.add('a')
    const id = await addPod('a')
    await fleet.start()
    await pass()
    host.hostKey = { algorithm: 'ssh-ed25519', fingerprint: 'SHA256:new' }
    const pod = await store.pods.byId(id)
    if (!pod) throw new Error('stored above')
    await fleet.refresh(pod, { trust: 'first_use', acceptFingerprint: 'SHA256:new' })
    expect(host.targets.at(-1)).toMatchObject({ acceptFingerprint: 'SHA256:new' })
    expect((await store.pods.byId(id))?.host_key).toMatchObject({ fingerprint: 'SHA256:new' })
    expect(host.open).toBe(1)
  })
})
