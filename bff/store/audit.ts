import type { Clock } from '../clock.ts'
import type { Db } from './schema.ts'

export type AuditEntry = {
  username: string
  /** Name of the endpoint, or of the command. */
  action: string
  /** What was changed: `zone default`, `pod 3`. */
  subject: string
  /** Empty for a command on the server itself. */
  source_ip: string
  /** Never a secret. */
  detail?: Record<string, unknown>
}

export function createAudit(db: Db, clock: Clock) {
  return {
    async add(entry: AuditEntry): Promise<void> {
      const { detail, ...rest } = entry
      await db
        .insertInto('audit')
        .values({ ...rest, at: clock.now().toISOString(), detail: JSON.stringify(detail ?? {}) })
        .execute()
    },
    /** Newest first. */
    async latest(limit: number): Promise<(Required<AuditEntry> & { id: number; at: string })[]> {
      const rows = await db
        .selectFrom('audit')
        .selectAll()
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
      return rows.map(({ detail, ...row }) =>
        Object.assign(row, { detail: JSON.parse(detail) as Record<string, unknown> }),
      )
    },
  }
}
