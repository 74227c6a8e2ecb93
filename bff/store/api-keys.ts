import type { Db } from './schema.ts'
import type { SessionUser } from './sessions.ts'

export type NewApiKey = {
  user_id: number
  name: string
  consumer_key: string
  token_key: string
  /** Encrypted. */
  token_secret: string
  created_at: string
  expires_at: string | null
}

export type StoredApiKey = NewApiKey & { id: number; last_used_at: string | null }

export function createApiKeys(db: Db) {
  return {
    async create(key: NewApiKey): Promise<void> {
      await db.insertInto('api_key').values(key).execute()
    },
    /** Expired ones too; oldest first. */
    ofUser(userId: number): Promise<StoredApiKey[]> {
      return db
        .selectFrom('api_key')
        .selectAll()
        .where('user_id', '=', userId)
        .orderBy('id')
        .execute()
    },
    /** The key as it is now; undefined when the user has none with that token. */
    rename(userId: number, tokenKey: string, name: string): Promise<StoredApiKey | undefined> {
      return db
        .updateTable('api_key')
        .set({ name })
        .where('user_id', '=', userId)
        .where('token_key', '=', tokenKey)
        .returningAll()
        .executeTakeFirst()
    },
    /** The key as it was; undefined when the user has none with that token. */
    delete(userId: number, tokenKey: string): Promise<StoredApiKey | undefined> {
      return db
        .deleteFrom('api_key')
        .where('user_id', '=', userId)
        .where('token_key', '=', tokenKey)
        .returningAll()
        .executeTakeFirst()
    },
    /** The key and its user, unless it has expired at `now`. */
    async read(
      tokenKey: string,
      now: Date,
    ): Promise<{ key: StoredApiKey; user: SessionUser } | undefined> {
      const row = await db
        .selectFrom('api_key')
        .innerJoin('user', 'user.id', 'api_key.user_id')
        .selectAll('api_key')
        .select(['username', 'email', 'is_superuser'])
        .where('token_key', '=', tokenKey)
        .where((eb) =>
          eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now.toISOString())]),
        )
        .executeTakeFirst()
      if (!row) return undefined
      const { username, email, is_superuser, ...key } = row
      return {
        key,
        user: { id: key.user_id, username, email, is_superuser: is_superuser === 1 },
      }
    },
    async touch(id: number, now: Date): Promise<void> {
      await db
        .updateTable('api_key')
        .set({ last_used_at: now.toISOString() })
        .where('id', '=', id)
        .execute()
    },
    /** False when the token has used this nonce before. */
    async spendNonce(tokenKey: string, nonce: string, timestamp: number): Promise<boolean> {
      const result = await db
        .insertInto('oauth_nonce')
        .values({ token_key: tokenKey, nonce, timestamp })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(result.numInsertedOrUpdatedRows ?? 0) === 1
    },
    /** Forgets nonces whose time stamp is before `timestamp` (Unix seconds): such a request is refused anyway. */
    async forgetNonces(timestamp: number): Promise<void> {
      await db.deleteFrom('oauth_nonce').where('timestamp', '<', timestamp).execute()
    },
  }
}
