import { apiRoot } from '../../contract/root.ts'
import { stillHolds } from '../../contract/rules/group-names.ts'
import type { ResourcePool } from '../../contract/resource-pool.ts'
import { AppError } from '../errors.ts'
import type { Handlers } from '../handlers.ts'
import { defaultGroupId, type Group, type GroupReads } from '../store/groups.ts'
import type { Store, Transaction } from '../store/store.ts'
import { groupActions } from './groups.ts'

export const toResourcePool = ({ id, name, description }: Group): ResourcePool => ({
  id,
  name,
  description,
  resource_uri: `${apiRoot}resourcepool/${id}/`,
})

type ResourcePoolHandlers = Pick<
  Handlers,
  | 'resourcePoolList'
  | 'resourcePoolCreate'
  | 'resourcePoolRead'
  | 'resourcePoolUpdate'
  | 'resourcePoolDelete'
>

export function resourcePoolRoutes(store: Store): ResourcePoolHandlers {
  const pools = groupActions(store, {
    noun: 'resource pool',
    title: 'Resource pool',
    defaultId: defaultGroupId.resource_pool,
    undeletable: 'The default resource pool cannot be deleted.',
    reads: (scope) => scope.resourcePools,
    writes: (tx) => tx.resourcePools,
    find: findPool,
    vacate: refuseUsed,
  })
  return {
    resourcePoolList: async () => (await pools.list()).map(toResourcePool),
    resourcePoolCreate: async (input, call) => toResourcePool(await pools.create(input, call)),
    resourcePoolRead: async ({ id }) => toResourcePool(await pools.read(id)),
    resourcePoolUpdate: async ({ id, ...values }, call) =>
      toResourcePool(await pools.update(id, values, call)),
    resourcePoolDelete: ({ id }, call) => pools.delete(id, call),
  }
}

/** By id where the key is a number of one, else by name. */
async function findPool(reads: GroupReads, key: string): Promise<Group | undefined> {
  const byId = /^\d{1,9}$/.test(key) ? await reads.byId(Number(key)) : undefined
  return byId ?? reads.byName(key)
}

async function refuseUsed(tx: Transaction, pool: Group): Promise<void> {
  const { pods, machines } = await tx.resourcePools.members(pool.id)
  const problem = stillHolds(pool.name, pods, machines)
  if (problem !== undefined) throw new AppError('bad_request', problem)
}
