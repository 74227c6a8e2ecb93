import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConsoleMessage, test as base, type Page } from '@playwright/test'
import { streamPath } from '../../contract/root.ts'
import { type Lab, openLab } from '../../scripts/lab/lab.ts'
import { createMocksWorld, type MockSeed, seedMocks } from './mocks-world.ts'
import { createRealWorld, furnish, type RealWorld } from './real-world.ts'
import type { Peer, World } from './world.ts'

export type WorldOptions = { peer: Peer }

type Fixtures = {
  /** `setup`: nobody has an account yet; `empty`: an admin, no pods; `default`, `full`: on the mocks alone. */
  seed: MockSeed
  world: World
  /** The world behind the product; specs that need it are skipped on the mocks, by name. */
  real: RealWorld
  /** Logged in, on the start page. */
  home: Page
  noConsoleErrors: undefined
}

export const test = base.extend<Fixtures, WorldOptions & { lab: Lab | undefined }>({
  peer: ['mocks', { option: true, scope: 'worker' }],
  seed: ['empty', { option: true }],

  lab: [
    async ({ peer }, use) => {
      await use(peer === 'real' ? await openLab() : undefined)
    },
    { scope: 'worker' },
  ],

  world: async ({ peer, lab, page, seed }, use) => {
    if (peer === 'mocks') {
      await seedMocks(page, seed)
      await use(createMocksWorld())
      return
    }
    if (!lab) throw new Error('No real hosts: PODYARD_LAB is not set')
    const dataDir = await mkdtemp(join(tmpdir(), 'podyard-e2e-'))
    const world = await createRealWorld(lab, dataDir)
    try {
      if (seed !== 'setup') await furnish(world)
      await use(world)
    } finally {
      await world.end()
      await rm(dataDir, { recursive: true, force: true })
    }
  },

  real: async ({ world }, use, testInfo) => {
    testInfo.skip(world.peer !== 'real', 'needs real hosts')
    await use(world as RealWorld)
  },

  home: async ({ world, page }, use) => {
    await logIn(page, world)
    await use(page)
  },

  noConsoleErrors: [
    async ({ page, peer }, use) => {
      const errors: string[] = []
      page.on('pageerror', (error) => {
        if (peer !== 'mocks' || !workerRace.test(error.message)) errors.push(String(error))
      })
      page.on('console', (message) => {
        if (expected.test(message.text()) || isLostStream(message)) return
        if (message.type() === 'error') errors.push(message.text())
      })
      await use(undefined)
      if (errors.length > 0) throw new Error(`Console errors:\n${errors.join('\n')}`)
    },
    { auto: true },
  ],
})

export { expect } from '@playwright/test'

/** The browser's own report of a refusal, which the page explains, or of a server that the spec ended. */
const expected =
  /^Failed to load resource: (the server responded|net::ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING))/

/** The stream of changes, which the page opens anew by itself: a pooled connection may end as it is taken. */
const isLostStream = (message: ConsoleMessage) =>
  message.location().url.endsWith(streamPath) && message.text().includes('net::ERR_')

/**
 * On the mocks alone: the worker takes leave when the last page goes, and the next one asks for its update in that
 * very moment. It then registers anew.
 */
const workerRace = /^Failed to update a ServiceWorker/

export async function logIn(page: Page, world: World): Promise<void> {
  await page.goto(world.url)
  await page.getByLabel('User name').fill(world.admin.username)
  await page.getByLabel('Password').fill(world.admin.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Pods', exact: true }).waitFor()
}
