import type { Db, SessionTable } from './schema.ts'
import type { StoredUser } from './users.ts'

export type StoredSession = SessionTable

export type SessionUser = Omit<StoredUser, 'password_hash'>

export function createSessions(db: Db) {
  return {
    async create(session: StoredSession): Promise<void> {
      await db.insertInto('session').values(session).execute()
    },
    /** The session and its user, unless it has expired at `now`. */
    async read(
      idHash: string,
      now: Date,
    ): Promise<{ session: StoredSession; user: SessionUser } | undefined> {
      const row = await db
        .selectFrom('session')
        .innerJoin('user', 'user.id', 'session.user_id')
        .selectAll('session')
        .select(['user.id as id', 'username', 'email', 'is_superuser'])
        .where('id_hash', '=', idHash)
        .where('expires_at', '>', now.toISOString())
        .executeTakeFirst()
      if (!row) return undefined
      const { id, username, email, is_superuser, ...session } = row
      return { session, user: { id, username, email, is_superuser: is_superuser === 1 } }
    },
    async extend(idHash: string, lastUsedAt: Date, expiresAt: Date): Promise<void> {
      await db
        .updateTable('session')
        .set({ last_used_at: lastUsedAt.toISOString(), expires_at: expiresAt.toISOString() })
        .where('id_hash', '=', idHash)
        .execute()
    },
    async delete(idHash: string): Promise<void> {
      await db.deleteFrom('session').where('id_hash', '=', idHash).execute()
    },
    async deleteExpired(now: Date): Promise<void> {
      await db.deleteFrom('session').where('expires_at', '<=', now.toISOString()).execute()
    },
  }
}
