import type { Kysely } from 'kysely'
import type { Schema } from '../schema.ts'
import { type Dialect, idColumn } from './columns.ts'

const rowsPerStatement = 500

/** Tags get a table of their own; those that pods and machines carry already are its first rows. */
export async function up(db: Kysely<Schema>, dialect: Dialect): Promise<void> {
  const id = idColumn(dialect)
  await db.schema
    .createTable('tag')
    .addColumn('id', id.type, id.build)
    .addColumn('name', 'text', (c) => c.notNull().unique())
    .addColumn('comment', 'text', (c) => c.notNull())
    .execute()

  const names = new Set<string>()
  for (const table of ['pod', 'machine'] as const) {
    const rows = await db.selectFrom(table).select('tags').distinct().execute()
    for (const { tags } of rows) for (const name of JSON.parse(tags) as string[]) names.add(name)
  }
  // Longer ones, and those that not every database holds, were never refused so far; they stay where they are.
  const fit = [...names].filter((name) => name.length <= 255 && !name.includes('\0')).sort()
  for (let start = 0; start < fit.length; start += rowsPerStatement) {
    const values = fit.slice(start, start + rowsPerStatement).map((name) => ({ name, comment: '' }))
    await db.insertInto('tag').values(values).execute()
  }
}
