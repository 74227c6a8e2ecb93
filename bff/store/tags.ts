/** Tags as they are kept. Pods and machines carry their names; whatever one carries has a row here. */
import type { Db } from './schema.ts'

export type StoredTag = { id: number; name: string; comment: string }

const rowsPerStatement = 500

export function tagReads(db: Db) {
  const select = () => db.selectFrom('tag').select(['id', 'name', 'comment'])
  return {
    /** Ordered by name, as code points: databases differ in how they would. */
    list: async (): Promise<StoredTag[]> =>
      (await select().execute()).sort((a, b) => (a.name < b.name ? -1 : 1)),
    byName: (name: string): Promise<StoredTag | undefined> =>
      select().where('name', '=', name).executeTakeFirst(),
  }
}

/** Renaming and deleting is half the work: who carries the tag is the caller's to change. */
export function tagWrites(db: Db) {
  return {
    /** Undefined when the name is taken. */
    create: (tag: Omit<StoredTag, 'id'>): Promise<StoredTag | undefined> =>
      db
        .insertInto('tag')
        .values(tag)
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning(['id', 'name', 'comment'])
        .executeTakeFirst(),
    /** False when the name is taken by another. */
    async update({ id, name, comment }: StoredTag): Promise<boolean> {
      const other = await db
        .selectFrom('tag')
        .select('id')
        .where('name', '=', name)
        .where('id', '!=', id)
        .executeTakeFirst()
      if (other) return false
      await db.updateTable('tag').set({ name, comment }).where('id', '=', id).execute()
      return true
    },
    async delete(id: number): Promise<void> {
      await db.deleteFrom('tag').where('id', '=', id).execute()
    },
  }
}

/** Makes the rows of tags that pods or machines are about to carry. */
export async function ensureTags(db: Db, names: Iterable<string>): Promise<void> {
  // Before there were limits, a pod could be given a tag that is too long for a row of its own.
  const all = [...new Set(names)].filter((name) => name.length <= 255 && !name.includes('\0'))
  for (let start = 0; start < all.length; start += rowsPerStatement) {
    await db
      .insertInto('tag')
      .values(all.slice(start, start + rowsPerStatement).map((name) => ({ name, comment: '' })))
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
  }
}
