import { join } from 'node:path'
import { type Dialect as KyselyDialect, Kysely, sql } from 'kysely'
import type { Change } from '../../contract/stream.ts'
import type { Clock } from '../clock.ts'
import { createApiKeys } from './api-keys.ts'
import { createAudit } from './audit.ts'
import {
  appendChanges,
  changeBounds,
  changeChannel,
  changesSince,
  lockWriters,
  type RecordedChange,
} from './changes.ts'
import { createConsoleTickets } from './console-tickets.ts'
import { eventReads } from './events.ts'
import { createFeed, type FeedListener } from './feed.ts'
import { createForgotten } from './forgotten.ts'
import { groupReads, groupWrites } from './groups.ts'
import { machinePageReads } from './machine-pages.ts'
import { machineReads, machineWrites } from './machines.ts'
import { createMetrics } from './metrics.ts'
import { migrate } from './migrate.ts'
import type { Dialect } from './migrations/columns.ts'
import { podReads, podWrites } from './pods.ts'
import { poolVolumeReads, poolVolumeWrites } from './pool-volumes.ts'
import { listen, postgresDialect, postgresPool } from './postgres.ts'
import type { Db, Schema } from './schema.ts'
import { reservationReads, reservationWrites } from './reservations.ts'
import { createSessions } from './sessions.ts'
import { createSettings } from './settings.ts'
import { sqliteDialect } from './sqlite.ts'
import { tagReads, tagWrites } from './tags.ts'
import type { Unit } from './unit.ts'
import { createUsers } from './users.ts'

export type StoreLocation = { dataDir: string } | { databaseUrl: string }

type Repositories = ReturnType<typeof createRepositories>

/** The repositories inside a transaction; those whose rows are on the feed can write here only. */
export type Transaction = Omit<
  Repositories,
  'zones' | 'resourcePools' | 'tags' | 'pods' | 'machines' | 'poolVolumes' | 'reservations'
> &
  Unit & {
    zones: Repositories['zones'] & ReturnType<typeof groupWrites>
    resourcePools: Repositories['resourcePools'] & ReturnType<typeof groupWrites>
    tags: Repositories['tags'] & ReturnType<typeof tagWrites>
    pods: Repositories['pods'] & ReturnType<typeof podWrites>
    machines: Repositories['machines'] & ReturnType<typeof machineWrites>
    poolVolumes: Repositories['poolVolumes'] & ReturnType<typeof poolVolumeWrites>
    reservations: Repositories['reservations'] & ReturnType<typeof reservationWrites>
  }

export type Changes = {
  /** Told of every change after the call, in the order of commits, each once. Returns how to stop. */
  subscribe: (listener: FeedListener) => () => void
  /** At most `limit` changes after `id`, oldest first. */
  since: (id: number, limit: number) => Promise<RecordedChange[]>
  /** Ids of the oldest and newest change still kept; 0 when there is none. */
  bounds: () => Promise<{ oldest: number; newest: number }>
}

export type Store = Repositories & {
  db: Db
  dialect: Dialect
  changes: Changes
  /** Commits what `work` did when it resolves, rolls back when it rejects. One at a time; must not be nested. */
  transaction: <T>(work: (tx: Transaction) => Promise<T>) => Promise<T>
  /** Name and version of the database behind it, as it tells them itself. */
  version: () => Promise<string>
  close: () => Promise<void>
}

export const databaseFile = (dataDir: string) => join(dataDir, 'podyard.db')

/** Opens and migrates. Rejects with `NewerDatabaseError` or with what the database's driver says. */
export async function openStore(
  location: StoreLocation,
  clock: Clock,
  failed: (error: unknown) => void = () => {},
): Promise<Store> {
  if ('dataDir' in location) {
    const { db, store, wake, settle } = await assemble(
      sqliteDialect(databaseFile(location.dataDir)),
      'sqlite',
      clock,
      failed,
      () => wake(),
    )
    return {
      ...store,
      close: async () => {
        await settle()
        await db.destroy()
      },
    }
  }
  const pool = postgresPool(location.databaseUrl)
  // The listener hears of our own commits too, so nothing is woken here.
  const { db, store, wake, settle } = await assemble(
    postgresDialect(pool),
    'postgres',
    clock,
    failed,
    () => {},
  )
  const notifications = await listen(location.databaseUrl, changeChannel, wake)
  return {
    ...store,
    close: async () => {
      await notifications.close()
      await settle()
      await db.destroy()
    },
  }
}

async function assemble(
  kyselyDialect: KyselyDialect,
  dialect: Dialect,
  clock: Clock,
  failed: (error: unknown) => void,
  committed: () => void,
) {
  const db = new Kysely<Schema>({ dialect: kyselyDialect })
  try {
    await migrate(db, dialect, clock.now)
    const { newest } = await changeBounds(db)
    const feed = createFeed((id, limit) => changesSince(db, id, limit), newest, failed)
    const transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
      const recorded = new Map<string, Change>()
      const result = await db.transaction().execute(async (connection) => {
        const unit: Unit = {
          db: connection,
          record: (change) => recorded.set(JSON.stringify(Object.values(change)), change),
        }
        await lockWriters(connection, dialect)
        const answer = await work(createTransaction(unit, clock))
        await appendChanges(connection, dialect, [...recorded.values()], clock.now().toISOString())
        return answer
      })
      if (recorded.size > 0) committed()
      return result
    }
    const store = {
      ...createRepositories(db, clock),
      db,
      dialect,
      changes: {
        subscribe: feed.subscribe,
        since: (id: number, limit: number) => changesSince(db, id, limit),
        bounds: () => changeBounds(db),
      },
      transaction,
      version: () => readVersion(db, dialect),
    }
    return { db, store, wake: feed.wake, settle: feed.settled }
  } catch (error) {
    await db.destroy()
    throw error
  }
}

function createRepositories(db: Db, clock: Clock) {
  return {
    users: createUsers(db, clock),
    sessions: createSessions(db),
    apiKeys: createApiKeys(db),
    consoleTickets: createConsoleTickets(db),
    settings: createSettings(db),
    audit: createAudit(db, clock),
    events: eventReads(db),
    metrics: createMetrics(db),
    zones: groupReads(db, 'zone'),
    resourcePools: groupReads(db, 'resource_pool'),
    tags: tagReads(db),
    pods: podReads(db),
    machines: machineReads(db),
    reservations: reservationReads(db),
    machinePages: machinePageReads(db),
    poolVolumes: poolVolumeReads(db),
    forgotten: createForgotten(db),
  }
}

function createTransaction(unit: Unit, clock: Clock): Transaction {
  const repositories = createRepositories(unit.db, clock)
  return {
    ...repositories,
    ...unit,
    zones: { ...repositories.zones, ...groupWrites(unit, 'zone') },
    resourcePools: { ...repositories.resourcePools, ...groupWrites(unit, 'resource_pool') },
    tags: { ...repositories.tags, ...tagWrites(unit.db) },
    pods: { ...repositories.pods, ...podWrites(unit, clock) },
    machines: { ...repositories.machines, ...machineWrites(unit, clock) },
    poolVolumes: { ...repositories.poolVolumes, ...poolVolumeWrites(unit) },
    reservations: { ...repositories.reservations, ...reservationWrites(unit.db) },
  }
}

async function readVersion(db: Db, dialect: Dialect): Promise<string> {
  const query =
    dialect === 'postgres'
      ? sql<{ version: string }>`select version() as version`
      : sql<{ version: string }>`select 'SQLite ' || sqlite_version() as version`
  const { rows } = await query.execute(db)
  return rows[0]?.version ?? ''
}
