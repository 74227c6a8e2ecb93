import { type Kysely, sql } from 'kysely'
import * as first from './migrations/0001-first.ts'
import * as tags from './migrations/0002-tags.ts'
import * as reservations from './migrations/0003-reservations.ts'
import * as machineLife from './migrations/0004-machine-life.ts'
import * as storageVolumes from './migrations/0005-storage-volumes.ts'
import * as consoleTickets from './migrations/0006-console-tickets.ts'
import * as metrics from './migrations/0007-metrics.ts'
import * as machinePages from './migrations/0008-machine-pages.ts'
import type { Dialect } from './migrations/columns.ts'
import type { Schema } from './schema.ts'

export type Migration = {
  name: string
  up: (db: Kysely<Schema>, dialect: Dialect) => Promise<void>
}

/** In order; forward only. A migration that was released is never edited. */
export const migrations: readonly Migration[] = [
  { name: '0001-first', up: first.up },
  { name: '0002-tags', up: tags.up },
  { name: '0003-reservations', up: reservations.up },
  { name: '0004-machine-life', up: machineLife.up },
  { name: '0005-storage-volumes', up: storageVolumes.up },
  { name: '0006-console-tickets', up: consoleTickets.up },
  { name: '0007-metrics', up: metrics.up },
  { name: '0008-machine-pages', up: machinePages.up },
]

/** Any number; every process that migrates the same PostgreSQL takes this lock. */
const advisoryLock = 5240

/** The database was written by a newer Podyard. */
export class NewerDatabaseError extends Error {
  override name = 'NewerDatabaseError'
}

/**
 * Brings the database up to date, all in one transaction. Rejects with `NewerDatabaseError`, having changed nothing,
 * when the database knows a migration that this program does not.
 */
export async function migrate(
  db: Kysely<Schema>,
  dialect: Dialect,
  now: () => Date,
  list: readonly Migration[] = migrations,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(${advisoryLock})`.execute(tx)
    await tx.schema
      .createTable('migration')
      .ifNotExists()
      .addColumn('name', 'text', (c) => c.primaryKey())
      .addColumn('applied_at', 'text', (c) => c.notNull())
      .execute()
    const rows = await tx.selectFrom('migration').select('name').execute()
    const applied = new Set(rows.map((row) => row.name))
    const unknown = [...applied].filter((name) => !list.some((known) => known.name === name))
    if (unknown.length > 0) {
      throw new NewerDatabaseError(
        `The database was written by a newer version of Podyard (it has ${unknown.sort().join(', ')}). ` +
          'Start that version, or restore a backup that was made before the upgrade.',
      )
    }
    for (const { name, up } of list.filter((migration) => !applied.has(migration.name))) {
      await up(tx, dialect)
      await tx.insertInto('migration').values({ name, applied_at: now().toISOString() }).execute()
    }
  })
}
