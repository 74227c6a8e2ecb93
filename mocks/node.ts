import { setupServer } from 'msw/node'
import { toHttpHandlers } from './adapter.ts'
import { createDb, type Db, type Deps } from './db.ts'
import { type Scenario, scenarios } from './seed/scenarios.ts'

/** The same server for vitest: a fixed clock, no waiting, `username` logged in. */
export function createMockServer(
  scenario: Scenario = 'default',
  username: string | null = 'admin',
) {
  let user = username
  const now = Date.UTC(2026, 0, 5, 12)
  const deps: Deps = {
    now: () => now,
    pause: () => Promise.resolve(),
    keep: () => {},
    session: {
      load: () => user,
      save: (name) => {
        user = name
      },
    },
  }
  const db: Db = createDb(scenarios[scenario](now), deps)
  return { db, server: setupServer(...toHttpHandlers(db)) }
}
