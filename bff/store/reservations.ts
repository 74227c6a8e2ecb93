/** Machines that Podyard makes, from before the host has heard of them until a whole look at the host has shown them. */
import type { Selectable } from 'kysely'
import type { Db, ReservationTable } from './schema.ts'

export type Reservation = {
  system_id: string
  pod_id: number
  domain_uuid: string
  /**
   * - composing: the host is being asked for it;
   * - made: it is there, but the figures of the host may be older than it;
   * - abandoned: it did not come to be, and something of it may be left on the host.
   */
  state: 'composing' | 'made' | 'abandoned'
  /** What is made for it: UUID of the storage pool, name. */
  volumes: { pool: string; volume: string }[]
  /** Bytes by UUID of the storage pool that its disks may come to take up, and that the host's figures lack. */
  promised: Record<string, number>
  started_at: string
}

/** Bytes that are spoken for, by UUID of the storage pool. */
export type Promised = ReadonlyMap<string, number>

export function reservationReads(db: Db) {
  const select = () => db.selectFrom('reservation').selectAll().orderBy('started_at')
  return {
    /** Oldest first. */
    list: async (): Promise<Reservation[]> => (await select().execute()).map(parse),
    ofPod: async (podId: number): Promise<Reservation[]> =>
      (await select().where('pod_id', '=', podId).execute()).map(parse),
    ofMachine: async (systemId: string): Promise<Reservation | undefined> => {
      const row = await select().where('system_id', '=', systemId).executeTakeFirst()
      return row && parse(row)
    },
  }
}

export function reservationWrites(db: Db) {
  return {
    async create({ volumes, promised, ...row }: Reservation): Promise<void> {
      const written = { volumes: JSON.stringify(volumes), promised: JSON.stringify(promised) }
      await db
        .insertInto('reservation')
        .values({ ...row, ...written })
        .execute()
    },
    async update(
      systemId: string,
      { state, promised }: Pick<Reservation, 'state'> & Partial<Pick<Reservation, 'promised'>>,
    ): Promise<void> {
      await db
        .updateTable('reservation')
        .set({ state, ...(promised && { promised: JSON.stringify(promised) }) })
        .where('system_id', '=', systemId)
        .execute()
    },
    async delete(systemIds: readonly string[]): Promise<void> {
      if (systemIds.length === 0) return
      await db.deleteFrom('reservation').where('system_id', 'in', systemIds).execute()
    },
  }
}

/** All of them together, by pod. */
export function promisedByPod(reservations: readonly Reservation[]): ReadonlyMap<number, Promised> {
  const pods = new Map<number, Map<string, number>>()
  for (const { pod_id, promised } of reservations) {
    const pools = pods.get(pod_id) ?? new Map<string, number>()
    pods.set(pod_id, pools)
    for (const [pool, bytes] of Object.entries(promised)) {
      pools.set(pool, (pools.get(pool) ?? 0) + bytes)
    }
  }
  return pods
}

/** Our own writing: only this file and the migrations write the table. */
const parse = (row: Selectable<ReservationTable>): Reservation => ({
  ...row,
  volumes: JSON.parse(row.volumes) as Reservation['volumes'],
  promised: JSON.parse(row.promised) as Reservation['promised'],
})
