import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** How busy pods and machines were, and where pods are not as they should be. */
export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('metric')
    .addColumn('pod_id', 'integer', (c) => c.notNull().references('pod.id').onDelete('cascade'))
    .addColumn('step_seconds', 'integer', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('host', 'text', (c) => c.notNull())
    .addColumn('machines', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('metric_key', ['pod_id', 'step_seconds', 'at'])
    .execute()
  // One statement each: SQLite adds one column at a time.
  for (const column of ['drift', 'lost_storage_pools']) {
    await db.schema
      .alterTable('pod')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo('[]'))
      .execute()
  }
  await db.schema.createIndex('metric_age').on('metric').columns(['step_seconds', 'at']).execute()
}
