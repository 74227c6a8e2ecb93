import { type Kysely, sql } from 'kysely'
import type { Schema } from '../schema.ts'
import { type Dialect, idColumn } from './columns.ts'

export async function up(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  const id = idColumn(dialect)
  const { schema } = db

  await schema
    .createTable('user')
    .addColumn('id', id.type, id.build)
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('email', 'text', (c) => c.notNull())
    .addColumn('password_hash', 'text', (c) => c.notNull())
    .addColumn('is_superuser', 'integer', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .execute()
  await sql`create unique index user_username on "user" (lower(username))`.execute(db)

  await schema
    .createTable('session')
    .addColumn('id_hash', 'text', (c) => c.primaryKey())
    .addColumn('user_id', 'integer', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('csrf_token', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('last_used_at', 'text', (c) => c.notNull())
    .execute()

  await schema
    .createTable('api_key')
    .addColumn('id', id.type, id.build)
    .addColumn('user_id', 'integer', (c) => c.notNull().references('user.id').onDelete('cascade'))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('consumer_key', 'text', (c) => c.notNull())
    .addColumn('token_key', 'text', (c) => c.notNull().unique())
    .addColumn('token_secret', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text')
    .addColumn('last_used_at', 'text')
    .execute()

  await schema
    .createTable('oauth_nonce')
    .addColumn('token_key', 'text', (c) => c.notNull())
    .addColumn('nonce', 'text', (c) => c.notNull())
    .addColumn('timestamp', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('oauth_nonce_once', ['token_key', 'nonce'])
    .execute()
  await schema.createIndex('oauth_nonce_timestamp').on('oauth_nonce').column('timestamp').execute()

  for (const table of ['zone', 'resource_pool'] as const) {
    await schema
      .createTable(table)
      .addColumn('id', id.type, id.build)
      .addColumn('name', 'text', (c) => c.notNull().unique())
      .addColumn('description', 'text', (c) => c.notNull())
      .execute()
  }
  // The zone takes the first id by itself, so that the sequence goes on behind it. MAAS's default pool has id 0.
  await db.insertInto('zone').values({ name: 'default', description: '' }).execute()
  await db
    .insertInto('resource_pool')
    .values({ id: 0, name: 'default', description: 'Default pool' })
    .execute()

  await schema
    .createTable('pod')
    .addColumn('id', id.type, id.build)
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('type', 'text', (c) => c.notNull())
    .addColumn('power_address', 'text', (c) => c.notNull())
    .addColumn('power_pass', 'text')
    .addColumn('zone_id', 'integer', (c) => c.notNull().references('zone.id'))
    .addColumn('pool_id', 'integer', (c) => c.notNull().references('resource_pool.id'))
    .addColumn('tags', 'text', (c) => c.notNull())
    .addColumn('cpu_over_commit_ratio', 'double precision', (c) => c.notNull())
    .addColumn('memory_over_commit_ratio', 'double precision', (c) => c.notNull())
    .addColumn('default_storage_pool', 'text')
    .addColumn('default_macvlan_mode', 'text')
    .addColumn('host_key', 'text')
    .addColumn('facts', 'text')
    .addColumn('last_seen', 'text')
    .addColumn('connection', 'text', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .execute()

  await schema
    .createTable('machine')
    .addColumn('system_id', 'text', (c) => c.primaryKey())
    .addColumn('pod_id', 'integer', (c) => c.notNull().references('pod.id').onDelete('cascade'))
    .addColumn('domain_uuid', 'text', (c) => c.notNull())
    .addColumn('domain_name', 'text', (c) => c.notNull())
    .addColumn('hostname', 'text', (c) => c.notNull())
    .addColumn('status', 'integer', (c) => c.notNull())
    .addColumn('creation', 'text', (c) => c.notNull())
    .addColumn('owner_id', 'integer', (c) => c.references('user.id').onDelete('set null'))
    .addColumn('locked', 'integer', (c) => c.notNull())
    .addColumn('zone_id', 'integer', (c) => c.notNull().references('zone.id'))
    .addColumn('pool_id', 'integer', (c) => c.notNull().references('resource_pool.id'))
    .addColumn('tags', 'text', (c) => c.notNull())
    .addColumn('owner_data', 'text', (c) => c.notNull())
    .addColumn('architecture', 'text', (c) => c.notNull())
    .addColumn('cpu_count', 'integer', (c) => c.notNull())
    .addColumn('memory_mib', 'bigint', (c) => c.notNull())
    .addColumn('domain_state', 'text', (c) => c.notNull())
    .addColumn('disks', 'text', (c) => c.notNull())
    .addColumn('interfaces', 'text', (c) => c.notNull())
    .addColumn('storage_bytes', 'bigint', (c) => c.notNull())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('updated_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('machine_domain', ['pod_id', 'domain_uuid'])
    .execute()
  for (const column of ['hostname', 'zone_id', 'pool_id'] as const) {
    await schema.createIndex(`machine_${column}`).on('machine').column(column).execute()
  }

  await schema
    .createTable('change')
    .addColumn('id', id.type, id.build)
    .addColumn('topic', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('pod_id', 'integer')
    .addColumn('at', 'text', (c) => c.notNull())
    .execute()

  await schema
    .createTable('audit')
    .addColumn('id', id.type, id.build)
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('username', 'text', (c) => c.notNull())
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('source_ip', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute()

  await schema
    .createTable('setting')
    .addColumn('name', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute()
}
