/** The change feed: what happened to which row, in the order of commits. */
import { sql } from 'kysely'
import * as z from 'zod/mini'
import { Change } from '../../contract/stream.ts'
import type { Dialect } from './migrations/columns.ts'
import type { Db } from './schema.ts'

export type RecordedChange = { id: number; change: Change }

/** The feed forgets what is older than this many changes. */
export const keptChanges = 10_000
const pruneEvery = 1000
const rowsPerInsert = 1000

/** Any number but the migrations' own. */
const advisoryLock = 5241

/**
 * Waits for the transactions before this one, as SQLite does by itself. What is looked at before a write then still
 * holds at the write. And ids of changes, given out before the commit, are seen in order: else a reader could see 8
 * before 7 and never read 7.
 */
export async function lockWriters(db: Db, dialect: Dialect): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(db)
}

export const changeChannel = 'podyard_change'

const StoredChange = z.object({ ...Change.shape, id: z.int() })

/** Appends at the end of a transaction that has locked out others; in PostgreSQL the listeners hear of it with the commit. */
export async function appendChanges(
  db: Db,
  dialect: Dialect,
  changes: readonly Change[],
  at: string,
): Promise<void> {
  if (changes.length === 0) return
  let last = 0
  for (let start = 0; start < changes.length; start += rowsPerInsert) {
    const values = changes
      .slice(start, start + rowsPerInsert)
      .map((change) => Object.assign({ at }, change))
    const rows = await db.insertInto('change').values(values).returning('id').execute()
    last = Math.max(last, ...rows.map((row) => row.id))
  }
  if (last % pruneEvery < changes.length) {
    await db
      .deleteFrom('change')
      .where('id', '<=', last - keptChanges)
      .execute()
  }
  if (dialect === 'postgres') {
    await sql`select pg_notify(${changeChannel}, ${String(last)})`.execute(db)
  }
}

/** Changes after `id`, oldest first. */
export async function changesSince(db: Db, id: number, limit: number): Promise<RecordedChange[]> {
  const rows = await db
    .selectFrom('change')
    .select(['id', 'topic', 'action', 'key', 'pod_id'])
    .where('id', '>', id)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => {
    const { id: rowId, ...change } = StoredChange.parse(row)
    return { id: rowId, change }
  })
}

/** Ids of the oldest and the newest change that are kept; 0 when there was none yet. */
export async function changeBounds(db: Db): Promise<{ oldest: number; newest: number }> {
  const row = await db
    .selectFrom('change')
    .select((eb) => [eb.fn.min('id').as('oldest'), eb.fn.max('id').as('newest')])
    .executeTakeFirst()
  return { oldest: row?.oldest ?? 0, newest: row?.newest ?? 0 }
}
