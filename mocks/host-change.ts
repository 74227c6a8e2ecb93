/** What every change on a host begins and ends with. */
import type { Db, PodRow } from './db.ts'
import { notFound, Refusal } from './refusal.ts'

export function requirePod(db: Db, id: number): PodRow {
  const row = db.pods.find((each) => each.id === id)
  if (!row) throw notFound()
  return row
}

/** A host that is away can be asked for nothing. */
export function requireAwake({ connection }: PodRow): void {
  if (connection.state === 'connected') return
  const { message, fix } = connection.problem ?? {
    message: 'The host is not connected yet.',
    fix: null,
  }
  throw new Refusal({ code: 'connection_lost', message, ...(fix && { fix }) })
}

/** 409 with the reason, where there is one. */
export function refuseWhen(reason: string | undefined): void {
  if (reason !== undefined) throw new Refusal({ code: 'conflict', message: reason })
}

export const tellPod = (db: Db, { id }: PodRow) =>
  db.feed.publish({
    event: 'change',
    data: { topic: 'pod', action: 'updated', key: String(id), pod_id: null },
  })
