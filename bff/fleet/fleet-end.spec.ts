import { getEventListeners } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { Hypervisor } from '../hypervisor/port.ts'
import type { Store } from '../store/store.ts'
import { createFleet } from './fleet.ts'
import { someFault } from './testing/fake-hypervisor.ts'
import {
  addPod,
  clock,
  connectionOf,
  fleet,
  hypervisor,
  log,
  pass,
  secrets,
  statesOf,
  store,
} from './testing/fleet-setup.ts'
import { someMachine } from './testing/some.ts'

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
