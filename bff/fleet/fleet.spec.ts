import { getEventListeners } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Hypervisor } from '../hypervisor/port.ts'
import { createSecrets } from '../secrets.ts'
import { podPasswordPurpose, type NewPod } from '../store/pods.ts'
import { openStore, type Store } from '../store/store.ts'
import { createFleet, type Fleet } from './fleet.ts'
import { createFakeHypervisor, lostFault, someFault } from './testing/fake-hypervisor.ts'
import { someHost, someMachine, somePod } from './testing/some.ts'

const clock = { now: () => new Date() }
const secrets = createSecrets(Buffer.alloc(32, 7))
const errors: object[] = []
const log = {
  info: () => {},
  warn: () => {},
  error: (fields: object) => {
    errors.push(fields)
  },
}

let folder: string
let store: Store
let fleet: Fleet
let hypervisor: ReturnType<typeof createFakeHypervisor>

beforeEach(async () => {
  vi.useFakeTimers({
    now: new Date('2026-01-01T00:00:00.000Z'),
    toFake: ['setTimeout', 'clearTimeout', 'Date'],
  })
  folder = mkdtempSync(join(tmpdir(), 'podyard-fleet-'))
  store = await openStore({ dataDir: folder }, clock)
  hypervisor = createFakeHypervisor()
  fleet = createFleet({ store, hypervisor, secrets, clock, log, chance: () => 1 })
})

afterEach(async () => {
  await fleet.stop()
  await store.close()
  rmSync(folder, { recursive: true })
  vi.useRealTimers()
  if (errors.length > 0) throw new Error('logged as an error', { cause: errors.splice(0) })
})

const addPod = async (address: string, more: Partial<NewPod> = {}) => {
  const pod = await store.transaction((tx) =>
    tx.pods.create({ ...somePod, name: address, power_address: address, ...more }),
  )
  return pod?.id ?? 0
}

/** Lets all that is ready happen, and so much time pass. */
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms)

const connectionOf = async (id: number) => (await store.pods.byId(id))?.connection
const statesOf = async (id: number) =>
  Object.fromEntries(
    (await store.machines.ofPod(id)).map((machine) => [machine.domain_uuid, machine.domain_state]),
  )

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
      new Set(['pulse', 'rescan', 'read uuid-1', 'read uuid-2', 'read uuid-3']),
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
    expect(host.calls).toEqual(['discover'])
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

describe('the end', () => {
  test('of a session closes its connection and writes no more', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    const id = await addPod('a')
    await fleet.start()
    await pass()
    await fleet.remove(id, () => store.transaction((tx) => tx.pods.delete(id)))
    expect(host.open).toBe(0)
    host.change('uuid-1', { state: 'running' })
    await pass(120_000)
    expect(host.calls.filter((call) => call === 'connect')).toHaveLength(1)
  })

  test('of a session does not wait for a host that answers nothing any more', async () => {
    const host = hypervisor.add('a')
    host.silent = true
    const id = await addPod('a')
    await fleet.start()
    await pass()
    expect(host.calls).toEqual(['connect', 'discover'])
    await fleet.remove(id, () => store.transaction((tx) => tx.pods.delete(id)))
    expect(host.open).toBe(0)
  })

  test('of a session comes after all that it was storing', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    const slow = Promise.withResolvers<void>()
    let storing = false
    const slowStore: Store = {
      ...store,
      transaction: async (work) => {
        if (storing) await slow.promise
        return store.transaction(work)
      },
    }
    const own = createFleet({ store: slowStore, hypervisor, secrets, clock, log })
    const id = await addPod('a')
    await own.start()
    await pass()
    storing = true
    host.change('uuid-1', { state: 'running' })
    await pass()
    let ended = false
    const ending = own.remove(id, async () => {
      ended = true
    })
    await pass()
    expect([host.open, ended]).toEqual([0, false])
    slow.resolve()
    await ending
    expect(await statesOf(id)).toEqual({ 'uuid-1': 'running' })
    await own.stop()
  })

  test('of a connection leaves nothing behind in the session', async () => {
    const host = hypervisor.add('a')
    const signals = new Set<AbortSignal>()
    const watched: Hypervisor = {
      connect: (target, options) => {
        if (options?.signal) signals.add(options.signal)
        return hypervisor.connect(target, options)
      },
    }
    const own = createFleet({ store, hypervisor: watched, secrets, clock, log })
    await addPod('a')
    await own.start()
    for (let n = 0; n < 5; n += 1) {
      await pass(60_000)
      host.drop()
    }
    await pass(60_000)
    const [signal] = signals
    expect(signals.size).toBe(1)
    expect(signal && getEventListeners(signal, 'abort')).toHaveLength(1)
    await own.stop()
  })

  test('of a session is taken back when the pod stays after all', async () => {
    const host = hypervisor.add('a')
    const id = await addPod('a')
    await fleet.start()
    await pass()
    const failing = fleet.remove(id, () => Promise.reject(new Error('disk full')))
    await expect(failing).rejects.toThrow('disk full')
    await pass()
    expect(host.open).toBe(1)
  })

  test('of the fleet closes all, those on their way too', async () => {
    const alive = hypervisor.add('alive')
    const hanging = hypervisor.add('hanging')
    hanging.hangs = true
    await addPod('alive')
    await addPod('hanging')
    await fleet.start()
    await pass()
    await fleet.stop()
    expect([alive.open, hanging.open]).toEqual([0, 0])
  })

  test('of a pod that went away behind our back ends its session', async () => {
    const host = hypervisor.add('a')
    const id = await addPod('a')
    await fleet.start()
    await pass()
    await store.transaction((tx) => tx.pods.delete(id))
    host.drop()
    await pass(120_000)
    expect(host.calls.filter((call) => call === 'connect')).toHaveLength(1)
  })
})

describe('at once', () => {
  const accept = { trust: 'first_use', acceptFingerprint: null } as const

  /** A pod whose host was away until now, and waits for its next try. */
  const addAwayPod = async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    host.fault = someFault
    const id = await addPod('a')
    await fleet.start()
    await pass(120_000)
    host.fault = null
    const pod = await store.pods.byId(id)
    if (!pod) throw new Error('stored above')
    return { id, host, pod }
  }

  test.each([2, 3, 5])(
    '%i refreshes leave one connection, which ends with the pod',
    async (count) => {
      const { id, host, pod } = await addAwayPod()
      const outcomes = await Promise.allSettled(
        Array.from({ length: count }, () => fleet.refresh(pod, accept)),
      )
      expect(outcomes.map(({ status }) => status)).not.toContain('rejected')
      await pass()
      expect(host.open).toBe(1)
      await fleet.remove(id, () => store.transaction((tx) => tx.pods.delete(id)))
      expect(host.open).toBe(0)
    },
  )

  test('a refresh and a deletion leave none', async () => {
    const { id, host, pod } = await addAwayPod()
    const remove = () => fleet.remove(id, () => store.transaction((tx) => tx.pods.delete(id)))
    await Promise.allSettled([fleet.refresh(pod, accept), remove()])
    await pass()
    expect(host.open).toBe(0)
    expect(await store.pods.list()).toEqual([])
  })

  test('a deletion before the connection is handed over leaves none', async () => {
    const host = hypervisor.add('a', [someMachine(1)])
    const reached = await fleet.reach({
      address: 'a',
      password: null,
      hostKey: null,
      ...accept,
    })
    const id = await addPod('a')
    await fleet.remove(id, () => store.transaction((tx) => tx.pods.delete(id)))
    await fleet.adopt(id, reached)
    await pass()
    expect(host.open).toBe(0)
  })

  test('a refresh with a key that the host does not have leaves the connection alone', async () => {
    const host = hypervisor.add('a')
    const id = await addPod('a')
    await fleet.start()
    await pass()
    host.fault = { ...someFault, code: 'host_key_changed' }
    const pod = await store.pods.byId(id)
    if (!pod) throw new Error('stored above')
    const other = { trust: 'first_use', acceptFingerprint: 'SHA256:other' } as const
    await expect(fleet.refresh(pod, other)).rejects.toThrow(someFault.message)
    await pass()
    expect(host.open).toBe(1)
    expect(await connectionOf(id)).toMatchObject({ state: 'connected' })
  })

  test('a refresh while the pod moves to another address stores nothing of the old one', async () => {
    const { id, host, pod } = await addAwayPod()
    const other = hypervisor.add('b', [someMachine(9)])
    const moving = fleet.exchange(id, async () => {
      await store.transaction((tx) => tx.pods.update(id, { power_address: 'b' }))
      return fleet.reach({ address: 'b', password: null, hostKey: null, ...accept })
    })
    const refreshing = fleet.refresh(pod, accept)
    await Promise.allSettled([moving, refreshing])
    await pass()
    expect([host.open, other.open]).toEqual([0, 1])
    expect(Object.keys(await statesOf(id))).not.toContain('uuid-1')
  })
})
