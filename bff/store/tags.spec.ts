import { Kysely } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestClock } from '../testing/clock.ts'
import { addMachineRow, addPodRow } from '../testing/rows.ts'
import { peers, type Place } from '../testing/stores.ts'
import { migrate, migrations } from './migrate.ts'
import { postgresDialect, postgresPool } from './postgres.ts'
import type { Schema } from './schema.ts'
import { sqliteDialect } from './sqlite.ts'
import { databaseFile, openStore, type Store, type StoreLocation } from './store.ts'

const clock = createTestClock()

/** As a program opens it that knows one migration only. */
async function openBefore(location: StoreLocation): Promise<Kysely<Schema>> {
  const [kyselyDialect, dialect] =
    'dataDir' in location
      ? ([sqliteDialect(databaseFile(location.dataDir)), 'sqlite'] as const)
      : ([postgresDialect(postgresPool(location.databaseUrl)), 'postgres'] as const)
  const db = new Kysely<Schema>({ dialect: kyselyDialect })
  await migrate(db, dialect, clock.now, migrations.slice(0, 1))
  return db
}

describe.each(peers.filter((peer) => peer.available))('tags on $name', (peer) => {
  let place: Place
  let store: Store
  beforeEach(async () => {
    place = await peer.make()
    store = await openStore(place.location, clock)
  })
  afterEach(async () => {
    await store.close()
    await place.remove()
  })

  const names = async () => (await store.tags.list()).map(({ name }) => name)

  test('are made for whatever pods and machines carry', async () => {
    const podId = await addPodRow(store, { tags: ['virtual', 'rack-7'] })
    await addMachineRow(store, podId, 'aaaaaa', { tags: ['virtual', 'Web'] })
    await store.transaction(async (tx) => {
      await tx.pods.update(podId, { tags: ['rack-8'] })
      await tx.machines.update({ system_id: 'aaaaaa', pod_id: podId }, { tags: ['web'] })
      await tx.pods.update(podId, { name: 'other' })
    })
    // Ordered as code points, whatever the database's own order is. Those that nothing carries any more stay.
    expect(await names()).toEqual(['Web', 'rack-7', 'rack-8', 'virtual', 'web'])
  })

  test('a comment is kept when one more machine takes the tag', async () => {
    await store.transaction((tx) => tx.tags.create({ name: 'ssd', comment: 'fast' }))
    const podId = await addPodRow(store, { tags: ['ssd'] })
    await addMachineRow(store, podId, 'aaaaaa', { tags: ['ssd'] })
    expect(await store.tags.byName('ssd')).toMatchObject({ comment: 'fast' })
    const again = store.transaction((tx) => tx.tags.create({ name: 'ssd', comment: '' }))
    expect(await again).toBeUndefined()
  })

  test('have one name each', async () => {
    const [a, b] = await store.transaction(async (tx) => [
      await tx.tags.create({ name: 'a', comment: '' }),
      await tx.tags.create({ name: 'b', comment: '' }),
    ])
    if (!a || !b) throw new Error('two names, two tags')
    const rename = (name: string) => store.transaction((tx) => tx.tags.update({ ...a, name }))
    expect(await rename('b')).toBe(false)
    expect(await rename('A')).toBe(true)
    await store.transaction((tx) => tx.tags.delete(b.id))
    expect(await names()).toEqual(['A'])
  })

  test.each(['web', 'a b', '100%', 'x"y', 'back\\slash', "o'neil", 'über', 'w_b'])(
    'find who carries %s, and nobody else',
    async (tag) => {
      const podId = await addPodRow(store, { tags: [tag] })
      await addPodRow(store, { name: 'other', tags: [`${tag}2`, tag.toUpperCase() + '!'] })
      await addMachineRow(store, podId, 'aaaaaa', { tags: ['virtual', tag] })
      await addMachineRow(store, podId, 'bbbbbb', { tags: [`x"${tag}`, `${tag}2`, 'wxb'] })
      expect((await store.pods.withTag(tag)).map(({ id }) => id)).toEqual([podId])
      expect((await store.machines.withTag(tag)).map(({ system_id }) => system_id)).toEqual([
        'aaaaaa',
      ])
    },
  )

  test('a database from before them has those that were carried', async () => {
    const old = await peer.make()
    const db = await openBefore(old.location)
    const common = { zone_id: 1, pool_id: 0, created_at: '', updated_at: '' }
    const pod = (name: string, tags: string[]) => ({
      ...common,
      name,
      tags: JSON.stringify(tags),
      type: 'virsh',
      power_address: 'qemu:///system',
      cpu_over_commit_ratio: 1,
      memory_over_commit_ratio: 1,
      connection: '{}',
    })
    const rows = [pod('one', ['virtual', 'b']), pod('two', ['a', 'c\0', 'x'.repeat(3000)])]
    await db.insertInto('pod').values(rows).execute()
    await db
      .insertInto('machine')
      .values({
        ...common,
        system_id: 'aaaaaa',
        pod_id: 1,
        domain_uuid: 'u',
        domain_name: 'vm',
        hostname: 'vm',
        status: 4,
        creation: 'pre_existing',
        locked: 0,
        tags: '["virtual","web"]',
        owner_data: '{}',
        architecture: 'amd64/generic',
        cpu_count: 1,
        memory_mib: 1024,
        domain_state: 'running',
        disks: '[]',
        interfaces: '[]',
        storage_bytes: 0,
      })
      .execute()
    await db.destroy()

    const store2 = await openStore(old.location, clock)
    expect((await store2.tags.list()).map(({ name }) => name)).toEqual(['a', 'b', 'virtual', 'web'])
    // What has no row of its own is carried on all the same.
    await addMachineRow(store2, 2, 'bbbbbb', { tags: ['x'.repeat(3000)] })
    await store2.close()
    await old.remove()
  })
})
