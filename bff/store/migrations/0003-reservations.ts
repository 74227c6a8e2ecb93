import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/** What machines hold of their pods before the hosts can tell it themselves. */
export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('reservation')
    .addColumn('system_id', 'text', (c) =>
      c.primaryKey().references('machine.system_id').onDelete('cascade'),
    )
    .addColumn('pod_id', 'integer', (c) => c.notNull().references('pod.id').onDelete('cascade'))
    .addColumn('domain_uuid', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull())
    .addColumn('volumes', 'text', (c) => c.notNull())
    .addColumn('promised', 'text', (c) => c.notNull())
    .addColumn('started_at', 'text', (c) => c.notNull())
    .execute()
  await db.schema.createIndex('reservation_pod_id').on('reservation').column('pod_id').execute()
}
