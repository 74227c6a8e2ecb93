import { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestClock } from '../testing/clock.ts'
import { soon } from '../testing/soon.ts'
import { peers, type Place } from '../testing/stores.ts'
import { keptChanges, type RecordedChange } from './changes.ts'
import { migrate, migrations, NewerDatabaseError } from './migrate.ts'
import { openStore, type Store } from './store.ts'

const clock = createTestClock()
const day = 24 * 60 * 60 * 1000

const admin = { username: 'Ada', email: 'ada@example.net', password_hash: 'h', is_superuser: true }

describe.each(peers.filter((peer) => peer.available))('store on $name', (peer) => {
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

  test('is what it says', async () => {
    expect(await store.version()).toMatch(peer.proof)
  })

  describe('migrations', () => {
    test('leave the defaults, and later ids behind them', async () => {
      expect(await store.zones.list()).toEqual([{ id: 1, name: 'default', description: '' }])
      expect(await store.resourcePools.list()).toEqual([
        { id: 0, name: 'default', description: 'Default pool' },
      ])
      const made = await store.transaction(async (tx) => [
        await tx.zones.create({ name: 'a', description: '' }),
        await tx.resourcePools.create({ name: 'a', description: '' }),
      ])
      expect(made.map((group) => group?.id)).toEqual([2, 1])
    })

    test('run once, also when two servers start at the same time', async () => {
      const open = () => openStore(place.location, clock)
      // Waiting for a lock of SQLite stops the process, which here would be the holder too: one by one.
      const others =
        peer.name === 'SQLite' ? [await open(), await open()] : await Promise.all([open(), open()])
      const rows = await store.db.selectFrom('migration').select('name').execute()
      expect(rows).toEqual(migrations.map(({ name }) => ({ name })))
      for (const other of others) {
        expect(await other.zones.list()).toHaveLength(1)
        await other.close()
      }
    })

    test('that fail leave nothing behind', async () => {
      const broken = {
        name: '9999-broken',
        up: async (db: Store['db']) => {
          await db.insertInto('zone').values({ name: 'half', description: '' }).execute()
          throw new Error('broken')
        },
      }
      await expect(
        migrate(store.db, store.dialect, clock.now, [...migrations, broken]),
      ).rejects.toThrow('broken')
      expect(await store.zones.byName('half')).toBeUndefined()
      expect(await store.db.selectFrom('migration').select('name').execute()).toHaveLength(
        migrations.length,
      )
    })

    test('of a newer program are refused by name', async () => {
      await store.db
        .insertInto('migration')
        .values({ name: '7777-later', applied_at: '' })
        .execute()
      const opening = openStore(place.location, clock)
      await expect(opening).rejects.toThrow(NewerDatabaseError)
      await expect(openStore(place.location, clock)).rejects.toThrow('7777-later')
    })
  })

  describe('transactions', () => {
    test('that reject write nothing and tell nobody', async () => {
      const heard: RecordedChange[] = []
      store.changes.subscribe((changes) => heard.push(...changes))
      const failing = store.transaction(async (tx) => {
        await tx.zones.create({ name: 'gone', description: '' })
        throw new Error('no')
      })
      await expect(failing).rejects.toThrow('no')
      await store.transaction((tx) => tx.zones.create({ name: 'kept', description: '' }))
      await expect.poll(() => heard.map(({ change }) => change.key), soon).toEqual(['kept'])
      expect((await store.zones.list()).map((zone) => zone.name)).toEqual(['default', 'kept'])
    })

    test('see their own writes; readers outside see them after the commit', async () => {
      await store.transaction(async (tx) => {
        await tx.zones.create({ name: 'new', description: '' })
        expect(await tx.zones.byName('new')).toBeDefined()
      })
      expect(await store.zones.byName('new')).toBeDefined()
    })

    test('at the same time all commit', async () => {
      const names = Array.from({ length: 20 }, (_, i) => `zone ${i}`)
      await Promise.all(
        names.map((name) => store.transaction((tx) => tx.zones.create({ name, description: '' }))),
      )
      expect(await store.zones.list()).toHaveLength(21)
    })
  })

  describe('change feed', () => {
    const record = (keys: string[]) =>
      store.transaction(async (tx) => {
        for (const key of keys) tx.record({ topic: 'pod', action: 'updated', key, pod_id: 3 })
      })

    test('tells each listener everything once and in order, across transactions', async () => {
      const heard: RecordedChange[] = []
      store.changes.subscribe((changes) => heard.push(...changes))
      await Promise.all(Array.from({ length: 30 }, (_, i) => record([`${i}a`, `${i}b`])))
      await expect.poll(() => heard.length, soon).toBe(60)
      const ids = heard.map(({ id }) => id)
      expect(ids).toEqual([...ids].sort((a, b) => a - b))
      expect(new Set(ids).size).toBe(60)
      expect(heard[0]?.change).toMatchObject({ topic: 'pod', action: 'updated', pod_id: 3 })
    })

    test('tells of a change that another process committed', async () => {
      const other = await openStore(place.location, clock)
      const heard: string[] = []
      other.changes.subscribe((changes) => heard.push(...changes.map(({ change }) => change.key)))
      await record(['from afar'])
      // Two servers share PostgreSQL only; the folder of SQLite has one.
      if (peer.name === 'PostgreSQL') await expect.poll(() => heard, soon).toEqual(['from afar'])
      expect((await other.changes.since(0, 10)).map(({ change }) => change.key)).toEqual([
        'from afar',
      ])
      await other.close()
    })

    test('tells the same thing once per transaction, and nobody who left', async () => {
      const heard: string[] = []
      const stop = store.changes.subscribe((changes) =>
        heard.push(...changes.map(({ change }) => change.key)),
      )
      await record(['a', 'a', 'b', 'a'])
      await expect.poll(() => heard, soon).toEqual(['a', 'b'])
      stop()
      await record(['c'])
      expect((await store.changes.since(0, 10)).map(({ change }) => change.key)).toEqual([
        'a',
        'b',
        'c',
      ])
      expect(heard).toEqual(['a', 'b'])
    })

    test('takes thousands at once and forgets the oldest', async () => {
      await record(Array.from({ length: keptChanges }, (_, i) => String(i)))
      await record(Array.from({ length: 2500 }, (_, i) => `later ${i}`))
      const { oldest, newest } = await store.changes.bounds()
      expect(newest - oldest + 1).toBeLessThanOrEqual(keptChanges + 1000)
      expect(newest - oldest + 1).toBeGreaterThanOrEqual(keptChanges)
      const page = await store.changes.since(newest - 2, 10)
      expect(page.map(({ change }) => change.key)).toEqual(['later 2498', 'later 2499'])
    })
  })

  test('user names are unique whatever their case', async () => {
    expect(await store.users.exist()).toBe(false)
    const user = await store.users.create(admin)
    expect(await store.users.create({ ...admin, username: 'ADA' })).toBeUndefined()
    expect(await store.users.byUsername('aDa')).toEqual({ ...admin, id: user?.id })
    expect(await store.users.byUsername('Ad')).toBeUndefined()
    expect(await store.users.exist()).toBe(true)
  })

  test('sessions end at their time and with their user', async () => {
    const user = await store.users.create(admin)
    const now = clock.now()
    const session = {
      id_hash: 'hash',
      user_id: user?.id ?? 0,
      csrf_token: 't',
      created_at: now.toISOString(),
      last_used_at: now.toISOString(),
      expires_at: new Date(now.getTime() + day).toISOString(),
    }
    await store.sessions.create(session)
    const later = (ms: number) => store.sessions.read('hash', new Date(now.getTime() + ms))
    expect(await later(day - 1)).toEqual({
      session,
      user: { id: user?.id, username: 'Ada', email: 'ada@example.net', is_superuser: true },
    })
    expect(await later(day)).toBeUndefined()
    await store.sessions.extend('hash', now, new Date(now.getTime() + 2 * day))
    expect(await later(day)).toBeDefined()
    await store.db.deleteFrom('user').execute()
    expect(await later(0)).toBeUndefined()
  })

  test('API keys are renamed and deleted by their owner alone, and end with the owner', async () => {
    const ada = (await store.users.create(admin))?.id ?? 0
    const eve = (await store.users.create({ ...admin, username: 'Eve' }))?.id ?? 0
    const now = clock.now()
    const key = {
      user_id: ada,
      name: 'backup',
      consumer_key: 'c',
      token_key: 't',
      token_secret: 'sealed',
      created_at: now.toISOString(),
      expires_at: null,
    }
    await store.apiKeys.create(key)
    expect(await store.apiKeys.rename(eve, 't', 'stolen')).toBeUndefined()
    expect(await store.apiKeys.delete(eve, 't')).toBeUndefined()
    expect(await store.apiKeys.rename(ada, 't', 'nightly')).toMatchObject({ name: 'nightly' })
    expect(await store.apiKeys.ofUser(ada)).toMatchObject([{ ...key, name: 'nightly' }])
    expect(await store.apiKeys.delete(ada, 't')).toMatchObject({ name: 'nightly' })
    expect(await store.apiKeys.ofUser(ada)).toEqual([])

    await store.apiKeys.create(key)
    expect((await store.users.list()).map(({ username }) => username)).toEqual(['Ada', 'Eve'])
    expect(await store.users.countAdmins()).toBe(2)
    expect(await store.users.countMachines(ada)).toBe(0)
    await store.users.delete(ada)
    expect(await store.apiKeys.read('t', now)).toBeUndefined()
    expect(await store.users.countAdmins()).toBe(1)
  })

  test('a nonce is spent once per key, also by two at the same time', async () => {
    const spend = (key: string, nonce: string) => store.apiKeys.spendNonce(key, nonce, 100)
    const twice = await Promise.all([spend('k', 'n'), spend('k', 'n')])
    expect(twice.sort()).toEqual([false, true])
    expect(await spend('other', 'n')).toBe(true)
    await store.apiKeys.forgetNonces(100)
    expect(await spend('k', 'n')).toBe(false)
    await store.apiKeys.forgetNonces(101)
    expect(await spend('k', 'n')).toBe(true)
  })

  test('a setting is consumed by one of many', async () => {
    await store.settings.write('setup_token', 'old')
    await store.settings.write('setup_token', 'x')
    expect(await store.settings.readOrWrite('setup_token', 'y')).toBe('x')
    expect(await store.settings.consume('setup_token', 'old')).toBe(false)
    const tries = await Promise.all(
      Array.from({ length: 5 }, () => store.settings.consume('setup_token', 'x')),
    )
    expect(tries.filter(Boolean)).toHaveLength(1)
  })

  test('the audit trail keeps its entries, newest first', async () => {
    const entry = { username: 'ada', action: 'zone.create', subject: 'zone a', source_ip: '::1' }
    await store.audit.add({ ...entry, detail: { name: 'a' } })
    await store.audit.add({ ...entry, action: 'zone.delete' })
    expect(await store.audit.latest(10)).toMatchObject([
      { action: 'zone.delete', detail: {} },
      { ...entry, detail: { name: 'a' }, at: clock.now().toISOString() },
    ])
  })
})

describe('what differs', () => {
  test('SQLite acknowledges no write before it is on the disk', async () => {
    const sqlite = peers[0]
    const place = await sqlite?.make()
    if (!place) throw new Error('SQLite is always there')
    const store = await openStore(place.location, clock)
    const pragma = async (name: string) => {
      const { rows } = await store.db.executeQuery<Record<string, unknown>>(
        CompiledQuery.raw(`pragma ${name}`),
      )
      return Object.values(rows[0] ?? {})[0]
    }
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
    await store.close()
    await place.remove()
  })
})
