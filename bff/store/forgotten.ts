import type { Db } from './schema.ts'

/** Domains that are on their hosts, and are no machines because somebody deleted them here. */
export function createForgotten(db: Db) {
  return {
    /** UUIDs. */
    async ofPod(podId: number): Promise<Set<string>> {
      const rows = await db
        .selectFrom('forgotten_domain')
        .select('domain_uuid')
        .where('pod_id', '=', podId)
        .execute()
      return new Set(rows.map(({ domain_uuid }) => domain_uuid))
    },
    async add(podId: number, domainUuid: string): Promise<void> {
      await db
        .insertInto('forgotten_domain')
        .values({ pod_id: podId, domain_uuid: domainUuid })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    },
    /** All of a pod, or these: the next discovery makes machines of those that are still there. */
    async remove(podId: number, domainUuids?: readonly string[]): Promise<void> {
      let query = db.deleteFrom('forgotten_domain').where('pod_id', '=', podId)
      if (domainUuids) query = query.where('domain_uuid', 'in', domainUuids)
      await query.execute()
    },
  }
}
