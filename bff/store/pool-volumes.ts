/** What is in the storage pools of a pod, as its host last told. */
import type { PoolVolumes, VolumeFacts } from '../facts.ts'
import type { Db, Timestamp } from './schema.ts'
import type { Unit } from './unit.ts'

export type StoredVolumes = PoolVolumes & { readAt: Timestamp }

export function poolVolumeReads(db: Db) {
  return {
    /** Undefined where they were never read. */
    async ofPool(podId: number, poolUuid: string): Promise<StoredVolumes | undefined> {
      const row = await db
        .selectFrom('pool_volumes')
        .selectAll()
        .where('pod_id', '=', podId)
        .where('pool_uuid', '=', poolUuid)
        .executeTakeFirst()
      if (!row) return undefined
      const volumes = JSON.parse(row.volumes) as VolumeFacts[]
      return { poolUuid, total: row.total, volumes, readAt: row.read_at }
    },
  }
}

export function poolVolumeWrites({ db, record }: Unit) {
  return {
    /** Keeps what was read; of pools that are not among `known` any more nothing is kept. */
    async replace(
      podId: number,
      read: readonly PoolVolumes[],
      known: readonly string[],
      at: Timestamp,
    ): Promise<void> {
      const rows = await db
        .selectFrom('pool_volumes')
        .select(['pool_uuid', 'total', 'volumes'])
        .where('pod_id', '=', podId)
        .execute()
      const before = new Map(rows.map((row) => [row.pool_uuid, row]))
      const gone = rows.map((row) => row.pool_uuid).filter((uuid) => !known.includes(uuid))
      if (gone.length > 0) {
        const ofPod = db.deleteFrom('pool_volumes').where('pod_id', '=', podId)
        await ofPod.where('pool_uuid', 'in', gone).execute()
      }
      let changed = gone.length > 0
      for (const { poolUuid, total, volumes } of read) {
        const row = { total, volumes: JSON.stringify(volumes), read_at: at }
        const old = before.get(poolUuid)
        changed ||= old?.volumes !== row.volumes || old.total !== total
        await db
          .insertInto('pool_volumes')
          .values({ pod_id: podId, pool_uuid: poolUuid, ...row })
          .onConflict((conflict) => conflict.columns(['pod_id', 'pool_uuid']).doUpdateSet(row))
          .execute()
      }
      if (changed) record({ topic: 'pod', action: 'updated', key: String(podId), pod_id: null })
    },
  }
}
