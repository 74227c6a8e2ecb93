import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'

/**
 * What is in the storage pools of a pod. One row for each pool and not for each volume: a pool is always read whole and
 * shown from memory, and thousands of rows that are rewritten every ten minutes would be most of the database's work.
 */
export async function up(db: Kysely<Schema>): Promise<void> {
  await db.schema
    .createTable('pool_volumes')
    .addColumn('pod_id', 'integer', (c) => c.notNull().references('pod.id').onDelete('cascade'))
    .addColumn('pool_uuid', 'text', (c) => c.notNull())
    .addColumn('total', 'integer', (c) => c.notNull())
    .addColumn('volumes', 'text', (c) => c.notNull())
    .addColumn('read_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('pool_volumes_once', ['pod_id', 'pool_uuid'])
    .execute()

  // Networks tell more of themselves from now on; what a host has not told yet is unknown.
  const pods = await db.selectFrom('pod').select(['id', 'facts']).execute()
  for (const { id, facts } of pods) {
    if (facts === null) continue
    const host = JSON.parse(facts) as { networks: object[] }
    const networks = host.networks.map((network) => ({
      autostart: null,
      domain: null,
      addresses: [],
      ...network,
    }))
    await db
      .updateTable('pod')
      .set({ facts: JSON.stringify({ ...host, networks }) })
      .where('id', '=', id)
      .execute()
  }
}
