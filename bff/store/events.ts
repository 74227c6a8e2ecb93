/** The audit trail, read as events. */
import { sql } from 'kysely'
import { machineConditions, type MachineQuery } from './machines.ts'
import type { Db } from './schema.ts'

export type EventQuery = {
  /** Only what was done to pods and machines. */
  ofHosts: boolean
  /** Only what was done to these machines. */
  machines?: MachineQuery | undefined
  usernames?: readonly string[] | undefined
  before?: number | undefined
  /** The next ones behind it, not the newest of all. */
  after?: number | undefined
  limit: number
}

export type StoredEvent = {
  id: number
  at: string
  username: string
  action: string
  subject: string
  detail: Record<string, unknown>
}

export function eventReads(db: Db) {
  return {
    /** Newest first. */
    async query(query: EventQuery): Promise<StoredEvent[]> {
      const { ofHosts, machines, usernames, before, after, limit } = query
      let select = db
        .selectFrom('audit')
        .select(['id', 'at', 'username', 'action', 'subject', 'detail'])
        .orderBy('id', after === undefined ? 'desc' : 'asc')
        .limit(limit)
      if (ofHosts) {
        select = select.where((eb) =>
          eb.or([eb('action', 'like', 'pod.%'), eb('action', 'like', 'machine.%')]),
        )
      }
      if (machines) {
        const subjects = db
          .selectFrom('machine')
          .select(sql<string>`'machine ' || machine.system_id`.as('subject'))
          .where((eb) => eb.and(machineConditions(eb, machines)))
        select = select.where('subject', 'in', subjects)
      }
      if (usernames) select = select.where('username', 'in', usernames)
      if (before !== undefined) select = select.where('id', '<', before)
      if (after !== undefined) select = select.where('id', '>', after)
      const rows = await select.execute()
      if (after !== undefined) rows.reverse()
      return rows.map(({ detail, ...row }) =>
        Object.assign(row, { detail: JSON.parse(detail) as Record<string, unknown> }),
      )
    },
  }
}
