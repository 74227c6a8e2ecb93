import { setupWorker } from 'msw/browser'
import { root } from '../contract/root.ts'
import { watchAborts } from './aborts.ts'
import { toHttpHandlers } from './adapter.ts'
import { createDb, type Deps, type State } from './db.ts'
import { consoleSocket } from './console.ts'
import { startLiveness } from './liveness.ts'
import { isScenario, type Scenario, scenarios } from './seed/scenarios.ts'

/**
 * Puts the mocked server under the page. What it knows and who is logged in live as long as the tab.
 * `?seed=empty` or localStorage `podyard-mock-seed` choose what it starts with.
 */
export async function startMocks(): Promise<void> {
  const { scenario, state } = beginning()
  const db = createDb(state, browserDeps(scenario))
  const worker = setupWorker(...toHttpHandlers(db, watchAborts()), consoleSocket(db))
  await worker.start({
    quiet: true,
    onUnhandledFrame: 'bypass',
    serviceWorker: { url: `${root}mockServiceWorker.js`, options: { scope: root } },
  })
  if (scenario === 'live') startLiveness(db)
}

const seedKey = 'podyard-mock-seed'
const stateKey = 'podyard-mock-state'
const userKey = 'podyard-mock-user'

type Kept = { scenario: Scenario; state: State }

function beginning(): Kept {
  const asked = new URLSearchParams(location.search).get('seed')
  if (isScenario(asked)) {
    // Remembered for the pages that are opened without it.
    localStorage.setItem(seedKey, asked)
    sessionStorage.removeItem(stateKey)
  }
  const stored = localStorage.getItem(seedKey)
  const scenario = isScenario(stored) ? stored : 'default'
  const kept = JSON.parse(sessionStorage.getItem(stateKey) ?? 'null') as Kept | null
  return kept?.scenario === scenario ? kept : { scenario, state: scenarios[scenario](Date.now()) }
}

const browserDeps = (scenario: Scenario): Deps => ({
  now: () => Date.now(),
  pause: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms)
    }),
  session: {
    load: () => sessionStorage.getItem(userKey),
    save: (username) =>
      username === null
        ? sessionStorage.removeItem(userKey)
        : sessionStorage.setItem(userKey, username),
  },
  keep({ zones, resourcePools, pods, machines, tags, users, apiKeys }) {
    const state = { zones, resourcePools, pods, machines, tags, users, apiKeys }
    const kept: Kept = { scenario, state }
    try {
      sessionStorage.setItem(stateKey, JSON.stringify(kept))
    } catch {
      // Larger than a tab may keep (`full`): a reload starts anew.
    }
  },
})
