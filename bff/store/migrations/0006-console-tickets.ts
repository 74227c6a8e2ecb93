import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** Tickets for consoles: any server may have given the one that is shown to another. */
export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('console_ticket')
    .addColumn('token_hash', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'integer', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('session_hash', 'text')
    .addColumn('system_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('take_over', 'integer', (c) => c.notNull())
    .addColumn('source_ip', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute()
}
