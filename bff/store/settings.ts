import type { Db } from './schema.ts'

export type SettingName = 'installation_id' | 'secret_canary' | 'setup_token' | 'ssh_key'

export type Settings = ReturnType<typeof createSettings>

export function createSettings(db: Db) {
  const read = async (name: SettingName): Promise<string | undefined> => {
    const row = await db
      .selectFrom('setting')
      .select('value')
      .where('name', '=', name)
      .executeTakeFirst()
    return row?.value
  }

  return {
    read,
    async write(name: SettingName, value: string): Promise<void> {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
        .execute()
    },
    /** What is stored, or `value` where nothing was: of two that start at once, both get the same. */
    async readOrWrite(name: SettingName, value: string): Promise<string> {
      await db
        .insertInto('setting')
        .values({ name, value })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      return (await read(name)) ?? value
    },
    /** True for one caller only, however many try at once. */
    async consume(name: SettingName, value: string): Promise<boolean> {
      const result = await db
        .deleteFrom('setting')
        .where('name', '=', name)
        .where('value', '=', value)
        .executeTakeFirst()
      return Number(result.numDeletedRows) === 1
    },
    async delete(name: SettingName): Promise<void> {
      await db.deleteFrom('setting').where('name', '=', name).execute()
    },
  }
}
