import { type Kysely, sql } from 'kysely'
import type { BlockDevice, NetworkInterface } from '../../../contract/machine.ts'
import { madeColumns } from '../machine-columns.ts'
import type { Schema } from '../schema.ts'
import type { Dialect } from './columns.ts'

/** Machines get columns to search and order by; those that are there are filled in. */
export async function up(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  // By bytes in either database: the order of people is in the key already.
  const key = dialect === 'postgres' ? sql`text collate "C"` : 'text'
  const { schema } = db
  const table = schema.alterTable('machine')
  await table.addColumn('name_key', key, (c) => c.notNull().defaultTo('')).execute()
  await table.addColumn('macs', 'text', (c) => c.notNull().defaultTo('')).execute()
  await table.addColumn('disk_count', 'integer', (c) => c.notNull().defaultTo(0)).execute()

  const rows = await db
    .selectFrom('machine')
    .select(['system_id', 'hostname', 'interfaces', 'disks'])
    .execute()
  for (const { system_id, hostname, interfaces, disks } of rows) {
    const made = madeColumns({
      hostname,
      interfaces: JSON.parse(interfaces) as NetworkInterface[],
      disks: JSON.parse(disks) as BlockDevice[],
    })
    await db.updateTable('machine').set(made).where('system_id', '=', system_id).execute()
  }

  await schema
    .createIndex('machine_name_key')
    .on('machine')
    .columns(['name_key', 'system_id'])
    .execute()
}
