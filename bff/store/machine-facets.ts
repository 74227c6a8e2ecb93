/** How many machines have which value, each counted under all filters but its own. */
import { type ExpressionBuilder, sql } from 'kysely'
import {
  type DomainState,
  machineStatuses,
  type MachineStatus,
  powerOfDomain,
} from '../../contract/machine.ts'
import type { FacetName, MachineFacets } from '../../contract/machine-page.ts'
import { byNaturalOrder } from '../../contract/rules/natural-order.ts'
import { machineConditions, type MachineQuery } from './machines.ts'
import type { Db, Schema } from './schema.ts'

type Counted = { key: unknown; count: number }

/** The column that a facet counts, the filters that are its own, and the values that a key of the column stands for. */
type Facet = {
  column: 'pod_id' | 'zone_id' | 'pool_id' | 'domain_state' | 'status' | 'owner_id' | 'tags'
  own: readonly (keyof MachineQuery)[]
  valuesOf: (key: unknown) => readonly string[]
}

export async function readFacets(db: Db, query: MachineQuery): Promise<MachineFacets> {
  const named = async (table: 'pod' | 'zone' | 'resource_pool') => {
    const rows = await db.selectFrom(table).select(['id', 'name']).execute()
    const names = new Map<unknown, string>(rows.map(({ id, name }) => [id, name]))
    return (id: unknown) => [names.get(id) ?? '']
  }
  const users = await db.selectFrom('user').select(['id', 'username']).execute()
  const usernames = new Map<unknown, string>(users.map(({ id, username }) => [id, username]))

  const facets: Record<FacetName, Facet> = {
    pod: { column: 'pod_id', own: ['podIds', 'podNames'], valuesOf: await named('pod') },
    zone: { column: 'zone_id', own: ['zones'], valuesOf: await named('zone') },
    pool: { column: 'pool_id', own: ['pools'], valuesOf: await named('resource_pool') },
    power_state: {
      column: 'domain_state',
      own: ['powerStates'],
      valuesOf: (state) => [powerOfDomain[state as DomainState]],
    },
    status: {
      column: 'status',
      own: ['statuses'],
      valuesOf: (status) => [machineStatuses[status as MachineStatus]],
    },
    owner: { column: 'owner_id', own: ['owners'], valuesOf: (id) => [usernames.get(id) ?? ''] },
    // There are few different lists of tags.
    tag: {
      column: 'tags',
      own: ['tags'],
      valuesOf: (json) => JSON.parse(String(json)) as string[],
    },
  }
  const counted = await Promise.all(
    Object.entries(facets).map(async ([name, facet]) => [name, await countFacet(db, query, facet)]),
  )
  return Object.fromEntries(counted) as MachineFacets
}

async function countFacet(db: Db, query: MachineQuery, { column, own, valuesOf }: Facet) {
  const others = { ...query, ...Object.fromEntries(own.map((name) => [name, undefined])) }
  const rows: Counted[] = await db
    .selectFrom('machine')
    .select((eb) => [sql.ref(`machine.${column}`).as('key'), eb.fn.countAll<number>().as('count')])
    .where((eb: ExpressionBuilder<Schema, 'machine'>) => eb.and(machineConditions(eb, others)))
    .groupBy(`machine.${column}`)
    .execute()
  const counts = new Map<string, number>()
  for (const { key, count } of rows) {
    for (const value of valuesOf(key)) counts.set(value, (counts.get(value) ?? 0) + count)
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => byNaturalOrder(a.value, b.value))
}
