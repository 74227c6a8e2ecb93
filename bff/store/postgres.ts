import { type Dialect, PostgresDialect } from 'kysely'
import pg from 'pg'

const int8 = 20

/** 64-bit whole numbers arrive as text by default; ours fit a double. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === int8 && format !== 'binary'
      ? Number
      : (pg.types.getTypeParser(oid, format ?? 'text') as (value: string) => unknown),
}

export function postgresPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    types,
  })
  // An idle connection that dies is replaced; without a listener it would end the process.
  pool.on('error', () => {})
  return pool
}

export const postgresDialect = (pool: pg.Pool): Dialect => new PostgresDialect({ pool })

export type Notifications = { close(): Promise<void> }

/**
 * Tells `heard` of every notification on the channel, and once after each (re)connection, since some may have been
 * missed. Reconnects for ever; the first connection is made before this resolves.
 */
export async function listen(
  url: string,
  channel: string,
  heard: () => void,
  retryMs = 1000,
): Promise<Notifications> {
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let closed = false

  const connect = async () => {
    const next = new pg.Client({ connectionString: url, keepAlive: true })
    client = next
    next.on('error', () => {})
    next.on('end', () => {
      if (!closed && client === next) retry = setTimeout(again, retryMs)
    })
    next.on('notification', heard)
    await next.connect()
    await next.query(`listen ${channel}`)
    heard()
  }
  const again = () => {
    connect().catch(() => {
      if (closed) return
      clearTimeout(retry)
      retry = setTimeout(again, retryMs)
    })
  }

  await connect()
  return {
    close: async () => {
      closed = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
