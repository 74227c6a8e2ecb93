import { apiRoot } from '../contract/root.ts'
import { groupNameProblem, stillHolds } from '../contract/rules/group-names.ts'
import type { ResourcePool } from '../contract/resource-pool.ts'
import type { Db } from './db.ts'
import type { HandlersOf } from './handler.ts'
import { fieldErrors, invalidChoice, notFound, Refusal } from './refusal.ts'

export const defaultPoolId = 0

export function resourcePoolByName(db: Db, name: string): ResourcePool {
  const pool = db.resourcePools.find((each) => each.name === name)
  if (!pool) throw fieldErrors({ pool: [invalidChoice] })
  return pool
}

export const resourcePoolHandlers: HandlersOf<'resourcePool'> = {
  resourcePoolList: (_, db) => db.resourcePools.toSorted((a, b) => a.id - b.id),
  resourcePoolRead: ({ id }, db) => find(db, id),
  resourcePoolCreate({ name, description = '' }, db) {
    checkNew(db, name)
    const id = Math.max(0, ...db.resourcePools.map((pool) => pool.id)) + 1
    const pool = { id, name, description, resource_uri: `${apiRoot}resourcepool/${id}/` }
    db.resourcePools.push(pool)
    tell(db, 'created', id)
    return pool
  },
  resourcePoolUpdate({ id, name, description }, db) {
    const pool = find(db, id)
    if (name !== undefined && name !== pool.name) {
      if (pool.id === defaultPoolId) {
        throw fieldErrors({ name: ['The default resource pool keeps its name.'] })
      }
      checkNew(db, name)
      pool.name = name
    }
    if (description !== undefined) pool.description = description
    tell(db, 'updated', pool.id)
    return pool
  },
  resourcePoolDelete({ id }, db) {
    const pool = find(db, id)
    if (pool.id === defaultPoolId) {
      throw new Refusal({
        code: 'bad_request',
        message: 'The default resource pool cannot be deleted.',
      })
    }
    const members = (rows: { pool_id: number }[]) =>
      rows.filter((row) => row.pool_id === pool.id).length
    const problem = stillHolds(pool.name, members(db.pods), members(db.machines))
    if (problem !== undefined) throw new Refusal({ code: 'bad_request', message: problem })
    db.resourcePools.splice(db.resourcePools.indexOf(pool), 1)
    tell(db, 'deleted', pool.id)
  },
}

function find(db: Db, idOrName: string): ResourcePool {
  const pool =
    db.resourcePools.find((each) => String(each.id) === idOrName) ??
    db.resourcePools.find((each) => each.name === idOrName)
  if (!pool) throw notFound()
  return pool
}

function checkNew(db: Db, name: string) {
  const problem = groupNameProblem(name)
  if (problem !== undefined) throw fieldErrors({ name: [problem] })
  if (db.resourcePools.some((pool) => pool.name === name)) {
    throw fieldErrors({ name: ['Resource pool with this Name already exists.'] })
  }
}

const tell = (db: Db, action: 'created' | 'updated' | 'deleted', id: number) =>
  db.feed.publish({
    event: 'change',
    data: { topic: 'resource_pool', action, key: String(id), pod_id: null },
  })
