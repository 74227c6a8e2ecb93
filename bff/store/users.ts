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
  const parse = (row: Row | undefined): StoredUser | undefined =>
    row && { ...row, is_superuser: row.is_superuser === 1 }

  return {
    async exist(): Promise<boolean> {
      return (await db.selectFrom('user').select('id').limit(1).execute()).length > 0
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
    async setPassword(id: number, passwordHash: string): Promise<void> {
      await db
        .updateTable('user')
        .set({ password_hash: passwordHash })
        .where('id', '=', id)
        .execute()
    },
  }
}
