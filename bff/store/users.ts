import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from './schema.ts'

export type StoredUser = {
  id: number
  username: string
  email: string
  password_hash: string
  is_superuser: boolean
}

export type NewUser = Omit<StoredUser, 'id'>

export function createUsers(db: Db, clock: Clock) {
  const columns = ['id', 'username', 'email', 'password_hash', 'is_superuser'] as const
  const select = () => db.selectFrom('user').select(columns)
  type Row = Omit<StoredUser, 'is_superuser'> & { is_superuser: number }
  const toUser = (row: Row): StoredUser =>
    Object.assign(row, { is_superuser: row.is_superuser === 1 })
  const parse = (row: Row | undefined) => row && toUser(row)

  return {
    async exist(): Promise<boolean> {
      return (await db.selectFrom('user').select('id').limit(1).execute()).length > 0
    },
    /** By name. */
    async list(): Promise<StoredUser[]> {
      const rows = await select().orderBy('username').execute()
      return rows.map(toUser)
    },
    async countAdmins(): Promise<number> {
      return (await db.selectFrom('user').select('id').where('is_superuser', '=', 1).execute())
        .length
    },
    /** How many machines the user owns. */
    async countMachines(id: number): Promise<number> {
      const rows = await db
        .selectFrom('machine')
        .select('system_id')
        .where('owner_id', '=', id)
        .execute()
      return rows.length
    },
    async byId(id: number) {
      return parse(await select().where('id', '=', id).executeTakeFirst())
    },
    /** Without regard to case. */
    async byUsername(username: string) {
      return parse(
        await select()
          .where(sql<string>`lower(username)`, '=', username.toLowerCase())
          .executeTakeFirst(),
      )
    },
    /** Undefined when the name is taken, whatever its case. */
    async create(user: NewUser): Promise<StoredUser | undefined> {
      const row = await db
        .insertInto('user')
        .values({
          ...user,
          is_superuser: user.is_superuser ? 1 : 0,
          created_at: clock.now().toISOString(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst()
      return row && { ...user, id: row.id }
    },
    /** Sessions and API keys go with the user. */
    async delete(id: number): Promise<void> {
      await db.deleteFrom('user').where('id', '=', id).execute()
    },
    async setPassword(id: number, passwordHash: string): Promise<void> {
      await db
        .updateTable('user')
        .set({ password_hash: passwordHash })
        .where('id', '=', id)
        .execute()
    },
  }
}
