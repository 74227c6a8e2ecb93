import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** What becomes of machines: their words, who asked for them, and those that were forgotten though they are there. */
export async function up(db: Kysely<Schema>): Promise<void> {
  const texts = { description: '', status_message: '', agent_name: '', ip_addresses: '[]' }
  // One statement each: SQLite adds one column at a time.
  for (const [column, value] of Object.entries(texts)) {
    await db.schema
      .alterTable('machine')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo(value))
      .execute()
  }
  await db.schema.alterTable('machine').addColumn('previous_status', 'integer').execute()
  await db.schema
    .createTable('forgotten_domain')
    .addColumn('pod_id', 'integer', (c) => c.notNull().references('pod.id').onDelete('cascade'))
    .addColumn('domain_uuid', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('forgotten_domain_once', ['pod_id', 'domain_uuid'])
    .execute()
}
