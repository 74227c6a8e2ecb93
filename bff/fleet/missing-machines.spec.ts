import { expect, test } from 'vitest'
import { addPod, fleet, hypervisor, pass, store } from './testing/fleet-setup.ts'
import { someHost, someMachine } from './testing/some.ts'

const begin = async () => {
  const host = hypervisor.add('a', [someMachine(1), someMachine(2)])
  const id = await addPod('a')
  await fleet.start()
  await pass()
  return { host, id }
}

const machines = async (id: number) =>
  (await store.machines.ofPod(id)).map(({ domain_uuid, status, previous_status, domain_state }) => [
    domain_uuid,
    status,
    previous_status,
    domain_state,
  ])

const make = async (id: number, uuid: string, patch: object) => {
  const [machine] = await store.machines.ofPod(id, [uuid])
  if (!machine) throw new Error('discovered above')
  await store.transaction((tx) => tx.machines.update(machine, patch))
}

test('a machine that is ours becomes missing, and is again what it was when it is back', async () => {
  const { host, id } = await begin()
  await make(id, 'uuid-1', { creation: 'dynamic', status: 6 })
  const [first, second] = [someMachine(1), someMachine(2)]
  host.machines = [second]
  host.tell({ kind: 'machine', uuid: 'uuid-1' })
  await pass()
  expect(await machines(id)).toContainEqual(['uuid-1', 3, 6, 'nostate'])
  // And stays so, however often its host tells of all that it has.
  await pass(6 * 60_000)
  expect(await machines(id)).toContainEqual(['uuid-1', 3, 6, 'nostate'])
  host.machines = [first, second]
  host.tell({ kind: 'machine', uuid: 'uuid-1' })
  await pass()
  expect(await machines(id)).toContainEqual(['uuid-1', 6, null, 'shutoff'])
})

test('one that somebody holds is missing too; one that nobody cares for goes', async () => {
  const { host, id } = await begin()
  const user = await store.users.create({
    username: 'ada',
    email: 'ada@example.net',
    password_hash: '',
    is_superuser: false,
  })
  await make(id, 'uuid-2', { owner_id: user?.id ?? null })
  host.machines = []
  await pass(6 * 60_000)
  expect(await machines(id)).toEqual([['uuid-2', 3, 4, 'nostate']])
})

test('a storage pool that went away is remembered until it is back', async () => {
  const { host, id } = await begin()
  const [, archive] = someHost.storagePools
  if (!archive) throw new Error('it has two')
  const lost = async () => (await store.pods.byId(id))?.lost_storage_pools
  host.host = { ...someHost, storagePools: [archive] }
  host.tell({ kind: 'storage_pool' })
  await pass(1_000)
  expect(await lost()).toEqual([
    {
      uuid: 'pool-default',
      name: 'default',
      path: '/var/lib/libvirt/images',
      was_default: true,
    },
  ])
  host.host = { ...someHost, storagePools: [] }
  host.tell({ kind: 'storage_pool' })
  await pass(1_000)
  expect(await lost()).toHaveLength(1)
  host.host = someHost
  host.tell({ kind: 'storage_pool' })
  await pass(1_000)
  expect(await lost()).toEqual([])
})
