/** Zones and resource pools: two tables of one shape. */
import type { Unit } from './unit.ts'
import type { Db } from './schema.ts'

export type Group = { id: number; name: string; description: string }

export type GroupTable = 'zone' | 'resource_pool'

export type GroupReads = ReturnType<typeof groupReads>
export type Groups = GroupReads & ReturnType<typeof groupWrites>

export const defaultGroupId = { zone: 1, resource_pool: 0 } as const

const memberColumn = { zone: 'zone_id', resource_pool: 'pool_id' } as const

export function groupReads(db: Db, table: GroupTable) {
  const select = () => db.selectFrom(table).select(['id', 'name', 'description'])
  return {
    list: (): Promise<Group[]> => select().orderBy('id').execute(),
    byName: (name: string): Promise<Group | undefined> =>
      select().where('name', '=', name).executeTakeFirst(),
    byId: (id: number): Promise<Group | undefined> =>
      select().where('id', '=', id).executeTakeFirst(),
    /** How many pods and machines are in it. */
    async members(id: number): Promise<{ pods: number; machines: number }> {
      const count = async (of: 'pod' | 'machine') => {
        const row = await db
          .selectFrom(of)
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .where(memberColumn[table], '=', id)
          .executeTakeFirstOrThrow()
        return row.count
      }
      return { pods: await count('pod'), machines: await count('machine') }
    },
  }
}

export function groupWrites({ db, record }: Unit, table: GroupTable) {
  const keyOf = (group: Group) => (table === 'zone' ? group.name : String(group.id))
  const told = (action: 'created' | 'updated' | 'deleted', group: Group) =>
    record({ topic: table, action, key: keyOf(group), pod_id: null })

  return {
    /** Undefined when the name is taken. */
    async create(values: Omit<Group, 'id'>): Promise<Group | undefined> {
      const group = await db
        .insertInto(table)
        .values(values)
        .onConflict((conflict) => conflict.column('name').doNothing())
        .returning(['id', 'name', 'description'])
        .executeTakeFirst()
      if (group) told('created', group)
      return group
    },
    /** False when the name is taken by another. `before` is the row as it stands. */
    async update(before: Group, after: Group): Promise<boolean> {
      const other = await db
        .selectFrom(table)
        .select('id')
        .where('name', '=', after.name)
        .where('id', '!=', before.id)
        .executeTakeFirst()
      if (other) return false
      const { name, description } = after
      await db.updateTable(table).set({ name, description }).where('id', '=', before.id).execute()
      if (keyOf(before) === keyOf(after)) told('updated', after)
      else {
        told('deleted', before)
        told('created', after)
      }
      return true
    },
    async delete(group: Group): Promise<void> {
      await db.deleteFrom(table).where('id', '=', group.id).execute()
      told('deleted', group)
    },
    /** Puts the members of one group into another. */
    async moveMembers(from: number, to: number): Promise<void> {
      const column = memberColumn[table]
      const pods = await db
        .updateTable('pod')
        .set({ [column]: to })
        .where(column, '=', from)
        .returning('id')
        .execute()
      const machines = await db
        .updateTable('machine')
        .set({ [column]: to })
        .where(column, '=', from)
        .returning(['system_id', 'pod_id'])
        .execute()
      for (const { id } of pods) {
        record({ topic: 'pod', action: 'updated', key: String(id), pod_id: null })
      }
      for (const { system_id, pod_id } of machines) {
        record({ topic: 'machine', action: 'updated', key: system_id, pod_id })
      }
    },
  }
}
