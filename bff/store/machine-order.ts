/** What machines are ordered by, as SQL. Names are put in order here, as people count, and become numbers there. */
import { type RawBuilder, sql } from 'kysely'
import { domainStates, machineStatuses, powerOfDomain } from '../../contract/machine.ts'
import type { MachineSort } from '../../contract/machine-page.ts'
import { byNaturalOrder } from '../../contract/rules/natural-order.ts'
import type { Db } from './schema.ts'

export type SortKey = {
  value: RawBuilder<unknown>
  /** Where this does not hold, the value is unknown: last, either way. */
  known?: RawBuilder<boolean>
  /** What the value is looked up in. */
  ranks?: Ranks
}

/** The place of each id, and the column of the machine that names the id. */
type Ranks = { column: 'pod_id' | 'zone_id' | 'pool_id' | 'owner_id'; places: RawBuilder<Place> }
type Place = { column1: number; column2: number }

export async function sortKey(db: Db, by: MachineSort): Promise<SortKey> {
  switch (by) {
    case 'fqdn':
      return { value: sql`machine.name_key` }
    case 'mac':
      return { value: sql`machine.macs`, known: sql`machine.macs <> ''` }
    case 'power':
      return { value: placeOf(sql`machine.domain_state`, powerPlaces) }
    case 'status':
      return { value: placeOf(sql`machine.status`, statusPlaces) }
    case 'owner':
      return rankedBy(
        'owner_id',
        await db.selectFrom('user').select(['id', 'username as name']).execute(),
      )
    case 'pod':
      return rankedBy('pod_id', await db.selectFrom('pod').select(['id', 'name']).execute())
    case 'zone':
      return rankedBy('zone_id', await db.selectFrom('zone').select(['id', 'name']).execute())
    case 'pool':
      return rankedBy(
        'pool_id',
        await db.selectFrom('resource_pool').select(['id', 'name']).execute(),
      )
    case 'cores':
      return amount(sql`machine.cpu_count`)
    case 'ram':
      return amount(sql`machine.memory_mib`)
    case 'storage':
      return amount(sql`machine.storage_bytes`)
    case 'disks':
      return { value: sql`machine.disk_count` }
  }
}

const amount = (column: RawBuilder<unknown>): SortKey => ({
  value: column,
  known: sql<boolean>`${column} > 0`,
})

type Named = { id: number; name: string }

function rankedBy(column: Ranks['column'], named: readonly Named[]): SortKey {
  const pairs = named
    .toSorted((a, b) => byNaturalOrder(a.name, b.name))
    .map(({ id }, place) => sql`(${sql.lit(id)}, ${sql.lit(place)})`)
  // Of the columns of VALUES both databases have the same names.
  const places = sql<Place>`(values (-1, -1)${sql.join(
    pairs.map((pair) => sql`, ${pair}`),
    sql``,
  )})`
  return {
    value: sql`ranks.column2`,
    known: sql<boolean>`ranks.column2 is not null`,
    ranks: { column, places },
  }
}

const inOrder = <K>(named: readonly (readonly [K, string])[]) => {
  const names = [...new Set(named.map(([, name]) => name))].toSorted(byNaturalOrder)
  return named.map(([key, name]) => [key, names.indexOf(name)] as const)
}

const powerPlaces = inOrder(domainStates.map((state) => [state, powerOfDomain[state]]))
const statusPlaces = inOrder(
  Object.entries(machineStatuses).map(([status, name]) => [Number(status), name]),
)

function placeOf(
  column: RawBuilder<unknown>,
  places: readonly (readonly [string | number, number])[],
): RawBuilder<unknown> {
  const cases = places.map(([key, place]) => sql`when ${sql.lit(key)} then ${sql.lit(place)}`)
  return sql`case ${column} ${sql.join(cases, sql` `)} end`
}
