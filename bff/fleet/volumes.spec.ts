import { expect, test } from 'vitest'
import type { PoolVolumes } from '../facts.ts'
import { HostError } from '../hypervisor/host-error.ts'
import { someHost, someMachine } from './testing/some.ts'
import { addPod, fleet, hypervisor, pass, store } from './testing/fleet-setup.ts'

const volume = (name: string) => ({
  name,
  path: `/p/${name}`,
  type: 'file',
  format: 'qcow2',
  capacityBytes: 8e9,
  allocationBytes: 1e9,
  backing: null,
  heldBy: [],
})

const inDefault = (...names: string[]): PoolVolumes => ({
  poolUuid: 'pool-default',
  total: names.length,
  volumes: names.map(volume),
})

const kept = async (id: number) =>
  (await store.poolVolumes.ofPool(id, 'pool-default'))?.volumes.map(({ name }) => name)

test('are read when a pool tells of a change, and when machines come or go; pools that are gone take theirs along', async () => {
  const host = hypervisor.add('a', [someMachine(1)])
  host.volumes = [inDefault('one'), { poolUuid: 'nobody knows it', total: 0, volumes: [] }]
  const id = await addPod('a')
  await fleet.start()
  await pass()
  expect(await kept(id)).toBeUndefined()
  host.tell({ kind: 'storage_pool' })
  await pass(1_000)
  expect(await kept(id)).toEqual(['one'])

  host.volumes = [inDefault('one', 'two')]
  host.machines = [someMachine(1), someMachine(2)]
  host.tell({ kind: 'machine', uuid: 'uuid-2' })
  await pass()
  expect(await kept(id)).toEqual(['one', 'two'])

  host.host = { ...someHost, storagePools: [] }
  host.volumes = []
  host.tell({ kind: 'storage_pool' })
  await pass(1_000)
  expect(await kept(id)).toBeUndefined()
})

test('a change on a host is in the store before its caller goes on, also when it fails', async () => {
  const host = hypervisor.add('a')
  const id = await addPod('a')
  await fleet.start()
  await pass()
  host.calls.length = 0
  await fleet.change(id, 'networks', async () => {
    host.host = { ...someHost, networks: [] }
  })
  expect((await store.pods.byId(id))?.facts?.networks).toEqual([])
  expect(host.calls).toEqual(['read networks'])

  host.calls.length = 0
  host.volumes = [inDefault('one')]
  const failing = fleet.change(id, 'storage', () => Promise.reject(new Error('would not')), {
    readFirst: true,
  })
  await expect(failing).rejects.toThrow('would not')
  const reading = ['read pools', 'read volumes']
  expect(host.calls).toEqual(['discover', ...reading, ...reading])
  expect(await kept(id)).toEqual(['one'])
})

test('changes of one host are made one after the other; a host that is away is not changed', async () => {
  const host = hypervisor.add('a')
  const id = await addPod('a')
  await fleet.start()
  await pass()
  const order: string[] = []
  const first = Promise.withResolvers<void>()
  const work = (name: string, until?: Promise<void>) =>
    fleet.change(id, 'networks', async () => {
      order.push(`${name} begins`)
      await until
      order.push(`${name} ends`)
    })
  const both = Promise.all([work('a', first.promise), work('b')])
  await pass()
  expect(order).toEqual(['a begins'])
  first.resolve()
  await both
  expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])

  host.fault = { code: 'tcp_refused', message: 'Nothing listens.', fix: null, hostKey: null }
  host.drop()
  await pass()
  await expect(work('c')).rejects.toThrow(HostError)
  expect(order).toHaveLength(4)
})
