/** Pods as they are kept: what the admin chose, what the host last told, how we stand with it. */
import type { Connection, podTypes, macvlanModes } from '../../contract/pod.ts'
import type { Drift } from '../../contract/drift.ts'
import type { HostKey } from '../../contract/problem.ts'
import type { Clock } from '../clock.ts'
import type { HostFacts } from '../facts.ts'
import { carries, isTagged } from './carries.ts'
import type { Db, Encrypted, PodTable, Timestamp } from './schema.ts'
import { ensureTags } from './tags.ts'
import type { Unit } from './unit.ts'
import type { Selectable } from 'kysely'

export type PinnedKey = HostKey & { pinned_at: Timestamp }

/** `last_seen` has a column of its own, because it changes all the time. */
export type PodConnection = Omit<Connection, 'last_seen'>

/** A storage pool that the host had before. */
export type LostStoragePool = {
  uuid: string
  name: string
  path: string | null
  /** Whether it was the default for new disks. */
  was_default: boolean
}

export type StoredPod = {
  id: number
  name: string
  type: (typeof podTypes)[number]
  power_address: string
  /** Sealed for the purpose `podPasswordPurpose`. */
  power_pass: Encrypted | null
  zone_id: number
  pool_id: number
  tags: string[]
  cpu_over_commit_ratio: number
  memory_over_commit_ratio: number
  default_storage_pool: string | null
  default_macvlan_mode: (typeof macvlanModes)[number] | null
  host_key: PinnedKey | null
  facts: HostFacts | null
  last_seen: Timestamp | null
  connection: PodConnection
  drift: Drift[]
  lost_storage_pools: LostStoragePool[]
  created_at: Timestamp
  updated_at: Timestamp
}

/** What a pod begins without. */
type Found = Pick<StoredPod, 'drift' | 'lost_storage_pools'>

export type NewPod = Omit<StoredPod, 'id' | 'created_at' | 'updated_at' | keyof Found>
export type PodPatch = Partial<Omit<NewPod, 'type'> & Found>

/** A password moved into another column or table does not open there. */
export const podPasswordPurpose = 'pod.power_pass'

export function podReads(db: Db) {
  const select = () => db.selectFrom('pod').selectAll()
  const one = (row: Selectable<PodTable> | undefined) => row && parse(row)
  return {
    /** Ordered by id. */
    list: async (): Promise<StoredPod[]> => (await select().orderBy('id').execute()).map(parse),
    byId: async (id: number): Promise<StoredPod | undefined> =>
      one(await select().where('id', '=', id).executeTakeFirst()),
    byName: async (name: string): Promise<StoredPod | undefined> =>
      one(await select().where('name', '=', name).executeTakeFirst()),
    /** Those of the given ids that there are. */
    existing: async (ids: readonly number[]): Promise<number[]> => {
      const rows = await db.selectFrom('pod').select('id').where('id', 'in', ids).execute()
      return rows.map(({ id }) => id)
    },
    withAddress: async (address: string): Promise<StoredPod[]> =>
      (await select().where('power_address', '=', address).orderBy('id').execute()).map(parse),
    withTag: async (tag: string): Promise<StoredPod[]> =>
      (await select().where(carries('pod.tags', tag)).orderBy('id').execute())
        .map(parse)
        .filter(isTagged(tag)),
  }
}

export function podWrites({ db, record }: Unit, clock: Clock) {
  const told = (action: 'created' | 'updated' | 'deleted', id: number) =>
    record({ topic: 'pod', action, key: String(id), pod_id: null })

  return {
    /** Undefined when the name is taken. */
    async create(pod: NewPod): Promise<StoredPod | undefined> {
      const now = clock.now().toISOString()
      await ensureTags(db, pod.tags)
      const row = await db
        .insertInto('pod')
        .values({ ...written(pod), created_at: now, updated_at: now })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returningAll()
        .executeTakeFirst()
      if (!row) return undefined
      told('created', row.id)
      return parse(row)
    },
    /** Undefined when there is no such pod. A name that is taken is the caller's to check. */
    async update(id: number, patch: PodPatch): Promise<StoredPod | undefined> {
      if (patch.tags) await ensureTags(db, patch.tags)
      const row = await db
        .updateTable('pod')
        .set({ ...written(patch), updated_at: clock.now().toISOString() })
        .where('id', '=', id)
        .returningAll()
        .executeTakeFirst()
      if (!row) return undefined
      told('updated', id)
      return parse(row)
    },
    /** Told to nobody: it only says that what is known still holds. */
    async touch(ids: readonly number[], at: Timestamp): Promise<void> {
      if (ids.length === 0) return
      await db.updateTable('pod').set({ last_seen: at }).where('id', 'in', ids).execute()
    },
    /** Its machines go with it; who removes them tells. */
    async delete(id: number): Promise<void> {
      await db.deleteFrom('pod').where('id', '=', id).execute()
      told('deleted', id)
    },
  }
}

type JsonColumn = (typeof jsonColumns)[number]

type Written<P> = Omit<P, JsonColumn> & {
  [K in keyof Pick<P, keyof P & ('tags' | 'connection' | keyof Found)>]: string
} & { [K in keyof Pick<P, keyof P & ('host_key' | 'facts')>]: string | null }

const jsonColumns = [
  'tags',
  'host_key',
  'facts',
  'connection',
  'drift',
  'lost_storage_pools',
] as const

/** Rows hold JSON as text. */
function written<P extends PodPatch>(pod: P): Written<P> {
  const row: Record<string, unknown> = { ...pod }
  for (const column of jsonColumns) {
    const value = pod[column]
    if (value !== undefined) row[column] = value === null ? null : JSON.stringify(value)
  }
  return row as Written<P>
}

/** Our own writing: only this file and the migrations write the table. */
function parse(row: Selectable<PodTable>): StoredPod {
  return {
    ...row,
    type: row.type as StoredPod['type'],
    tags: JSON.parse(row.tags) as string[],
    default_macvlan_mode: row.default_macvlan_mode as StoredPod['default_macvlan_mode'],
    host_key: parseOrNull(row.host_key) as PinnedKey | null,
    facts: parseOrNull(row.facts) as HostFacts | null,
    connection: JSON.parse(row.connection) as PodConnection,
    drift: JSON.parse(row.drift) as Drift[],
    lost_storage_pools: JSON.parse(row.lost_storage_pools) as LostStoragePool[],
  }
}

const parseOrNull = (json: string | null): unknown => (json === null ? null : JSON.parse(json))
