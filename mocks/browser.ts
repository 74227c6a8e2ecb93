import { setupWorker } from 'msw/browser'
import { root } from '../contract/endpoints.ts'
import { toHttpHandlers } from './adapter.ts'
import { createDb, type Deps } from './db.ts'
import { startLiveness } from './liveness.ts'
import { isScenario, type Scenario, scenarios } from './seed/scenarios.ts'

const seedKey = 'podyard-mock-seed'
const userKey = 'podyard-mock-user'

/**
 * Puts the mocked server under the page. What it knows lives until the next reload; who is logged in lives as long as
 * the tab. `?seed=empty` or localStorage `podyard-mock-seed` choose what it starts with.
 */
export async function startMocks(): Promise<void> {
  const scenario = chosen()
  const db = createDb(scenarios[scenario](Date.now()), browserDeps)
  const worker = setupWorker(...toHttpHandlers(db))
  await worker.start({
    quiet: true,
    onUnhandledFrame: 'bypass',
    serviceWorker: { url: `${root}mockServiceWorker.js`, options: { scope: root } },
  })
  if (scenario === 'live') startLiveness(db)
}

const browserDeps: Deps = {
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
}

function chosen(): Scenario {
  const wanted = new URLSearchParams(location.search).get('seed')
  if (isScenario(wanted)) {
    // Kept for the pages that are reloaded without it.
    localStorage.setItem(seedKey, wanted)
    return wanted
  }
  const stored = localStorage.getItem(seedKey)
  return isScenario(stored) ? stored : 'default'
}
