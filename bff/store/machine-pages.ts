/** Machines in any order, page by page, and counted. Reads only what a row of a table shows. */
import { type ExpressionBuilder, sql } from 'kysely'
import { type BlockDevice, type DomainState, type MachineStatus } from '../../contract/machine.ts'
import type { MachineFacets, MachineOrder } from '../../contract/machine-page.ts'
import { readFacets } from './machine-facets.ts'
import { type SortKey, sortKey } from './machine-order.ts'
import { machineConditions, type MachineQuery } from './machines.ts'
import type { PodConnection } from './pods.ts'
import type { Db, Schema } from './schema.ts'

export type Page = { order: MachineOrder; limit: number; offset: number }

/** What a row of a table shows of a machine. */
export type MachineLine = Awaited<ReturnType<typeof readLines>>[number]

export function machinePageReads(db: Db) {
  return {
    count: (query: MachineQuery): Promise<number> => count(db, query),
    ids: (query: MachineQuery, page: Page): Promise<string[]> => readIds(db, query, page),
    async page(query: MachineQuery, page: Page): Promise<MachineLine[]> {
      const ids = await readIds(db, query, page)
      const lines = await readLines(db, ids)
      const byId = new Map(lines.map((line) => [line.system_id, line]))
      return ids.flatMap((id) => byId.get(id) ?? [])
    },
    facets: (query: MachineQuery): Promise<MachineFacets> => readFacets(db, query),
  }
}

const where = (query: MachineQuery) => (eb: ExpressionBuilder<Schema, 'machine'>) =>
  eb.and(machineConditions(eb, query))

async function count(db: Db, query: MachineQuery): Promise<number> {
  const row = await db
    .selectFrom('machine')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(where(query))
    .executeTakeFirstOrThrow()
  return row.count
}

/** Ids alone: what is sorted stays small, however much a machine has. */
async function readIds(db: Db, query: MachineQuery, { order, limit, offset }: Page) {
  const key = await sortKey(db, order.by)
  const rows = await withRanks(db, key)
    .select('machine.system_id')
    .where(where(query))
    .$if(key.known !== undefined, (select) =>
      select.orderBy(sql`case when ${key.known} then 0 else 1 end`),
    )
    .orderBy(key.value, order.descending ? 'desc' : 'asc')
    .orderBy('machine.name_key')
    .orderBy('machine.system_id')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(({ system_id }) => system_id)
}

function withRanks(db: Db, { ranks }: SortKey) {
  const machines = db.selectFrom('machine')
  if (!ranks) return machines
  const places = ranks.places.as('ranks')
  const column = `machine.${ranks.column}` as const
  // From the few places to the many machines, by their index, where every machine has one.
  const joined =
    ranks.column === 'owner_id'
      ? machines.leftJoin(places, (join) => join.onRef('ranks.column1', '=', column))
      : db
          .selectFrom(places)
          .innerJoin('machine', (join) => join.onRef(column, '=', 'ranks.column1'))
  return joined as unknown as typeof machines
}

/** In no order. */
async function readLines(db: Db, ids: readonly string[]) {
  if (ids.length === 0) return []
  return (await selectLines(db, ids).execute()).map(parse)
}

const selectLines = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('machine')
    .innerJoin('pod', 'pod.id', 'machine.pod_id')
    .innerJoin('zone', 'zone.id', 'machine.zone_id')
    .innerJoin('resource_pool', 'resource_pool.id', 'machine.pool_id')
    .leftJoin('user', 'user.id', 'machine.owner_id')
    .select([
      'machine.system_id',
      'machine.hostname',
      'machine.status',
      'machine.domain_state',
      'machine.locked',
      'machine.creation',
      'machine.cpu_count',
      'machine.memory_mib',
      'machine.storage_bytes',
      'machine.disks',
      'machine.macs',
      'machine.ip_addresses',
      'machine.status_message',
      'machine.tags',
      'machine.pod_id',
      'machine.updated_at',
      'user.username as owner',
      'pod.name as pod',
      'pod.last_seen',
      'pod.connection',
      'zone.name as zone',
      'resource_pool.name as pool',
    ])
    .where('machine.system_id', 'in', ids)

type Row = Awaited<ReturnType<ReturnType<typeof selectLines>['execute']>>[number]

/** Our own writing. */
const parse = ({ disks, tags, connection, macs, ip_addresses, ...row }: Row) => ({
  ...row,
  status: row.status as MachineStatus,
  domain_state: row.domain_state as DomainState,
  locked: row.locked === 1,
  disks: JSON.parse(disks) as BlockDevice[],
  tags: JSON.parse(tags) as string[],
  ip_addresses: JSON.parse(ip_addresses) as string[],
  macs: macs.split(' ').filter(Boolean),
  connection: JSON.parse(connection) as PodConnection,
})
