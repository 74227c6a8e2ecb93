import type { ConsoleKind } from '../../contract/console.ts'
import type { Db } from './schema.ts'

export type StoredTicket = {
  /** SHA-256 of the token, hex. */
  token_hash: string
  user_id: number
  /** Of the browser's session; null for an API key. */
  session_hash: string | null
  system_id: string
  kind: ConsoleKind
  take_over: boolean
  source_ip: string
  expires_at: string
}

export const createConsoleTickets = (db: Db) => ({
  async create({ take_over, ...ticket }: StoredTicket): Promise<void> {
    await db
      .insertInto('console_ticket')
      .values({ ...ticket, take_over: take_over ? 1 : 0 })
      .execute()
  },
  /** The ticket of that token, which is then gone: of two who show it at the same time, one has it. */
  async take(tokenHash: string): Promise<StoredTicket | undefined> {
    const row = await db
      .deleteFrom('console_ticket')
      .where('token_hash', '=', tokenHash)
      .returningAll()
      .executeTakeFirst()
    return row && { ...row, take_over: row.take_over === 1 }
  },
  async deleteExpired(now: Date): Promise<void> {
    await db.deleteFrom('console_ticket').where('expires_at', '<=', now.toISOString()).execute()
  },
})
