/** The databases that every suite of the store runs on. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { StoreLocation } from '../store/store.ts'

export type Place = { location: StoreLocation; remove: () => Promise<void> }

export type Peer = {
  name: 'SQLite' | 'PostgreSQL'
  /** Whether it is there; a suite that must skip says so. */
  available: boolean
  /** What it says of itself. */
  proof: RegExp
  /** An empty database of its own. */
  make: () => Promise<Place>
}

const server = process.env['PODYARD_TEST_POSTGRES']

if (server === undefined) {
  const missing = 'PODYARD_TEST_POSTGRES names no server: the store is NOT tested on PostgreSQL.'
  if (process.env['CI'] === 'true') throw new Error(missing)
  console.warn(`\n${'!'.repeat(78)}\n${missing}\n${'!'.repeat(78)}\n`)
}

export const peers: Peer[] = [
  {
    name: 'SQLite',
    available: true,
    proof: /^SQLite 3\./,
    make: async () => {
      const dataDir = mkdtempSync(join(tmpdir(), 'podyard-store-'))
      return {
        location: { dataDir },
        remove: async () => rmSync(dataDir, { recursive: true, force: true }),
      }
    },
  },
  {
    name: 'PostgreSQL',
    available: server !== undefined,
    proof: /^PostgreSQL 1[5-9]/,
    make: async () => {
      const name = `podyard_${randomBytes(8).toString('hex')}`
      await administer(`create database ${name}`)
      const url = new URL(server ?? '')
      url.pathname = `/${name}`
      return {
        location: { databaseUrl: url.href },
        remove: () => administer(`drop database ${name} with (force)`),
      }
    },
  },
]

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
