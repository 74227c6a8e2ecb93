/**
 * `./x screens [NAME...]`: photographs the screens into docs/screens: both themes, wide and narrow.
 * On the mocks with a fixed clock, so that git shows what a change did to them.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { createServer } from 'vite'
import { root } from '../contract/endpoints.ts'
import type { Scenario } from '../mocks/seed/scenarios.ts'
import playwright from '../playwright.config.ts'

type Screen = {
  name: string
  /** Below the root; may need a log-in. */
  path: string
  seed?: Scenario
  anonymous?: true
}

const screens: Screen[] = [
  { name: 'setup', path: 'setup?token=example', seed: 'setup', anonymous: true },
  { name: 'login', path: 'login', anonymous: true },
  { name: 'pods-empty', path: 'pods', seed: 'empty' },
  { name: 'pods', path: 'pods' },
  { name: 'pods-many', path: 'pods', seed: 'full' },
  { name: 'pod-add', path: 'pods/add' },
  { name: 'pod', path: 'pods/1' },
  { name: 'pod-configuration', path: 'pods/1/configuration' },
  { name: 'pod-delete', path: 'pods/1/delete' },
  { name: 'machines', path: 'machines' },
  { name: 'zones', path: 'zones' },
  { name: 'zone-add', path: 'zones/add' },
  { name: 'resource-pools', path: 'resource-pools' },
  { name: 'settings', path: 'settings/general' },
  { name: 'settings-ssh-key', path: 'settings/ssh-key' },
  { name: 'not-found', path: 'nowhere' },
]
const now = new Date('2026-03-02T09:30:00Z')
const heights: Record<number, number> = { 1280: 800, 390: 844 }
const credentials = { username: 'admin', password: 'podyard-demo' }

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => screens.every((screen) => screen.name !== name))
if (unknown !== undefined) {
  console.error(`No screen ${unknown}: ${screens.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}
const chosen = screens.filter(({ name }) => wanted.length === 0 || wanted.includes(name))

const repository = join(import.meta.dirname, '..')
const directory = join(repository, 'docs/screens')
await mkdir(directory, { recursive: true })
const server = await createServer({
  root: repository,
  mode: 'mocks',
  logLevel: 'error',
  server: { host: '127.0.0.1', port: 0, hmr: false },
})
await server.listen()
const address = server.httpServer?.address()
if (!address || typeof address === 'string') throw new Error('Vite listens on no port')
const url = `http://127.0.0.1:${address.port}${root}`
const browser = await chromium.launch(playwright.use?.launchOptions ?? {})
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      for (const screen of chosen) {
        const path = join(directory, `${screen.name}-${width}-${colorScheme}.png`)
        await photograph(browser, screen, { width, colorScheme, path })
        console.log(path)
      }
    }
  }
} finally {
  await browser.close()
  await server.close()
}

type Shot = { width: number; colorScheme: 'light' | 'dark'; path: string }

async function photograph(from: Browser, screen: Screen, shot: Shot): Promise<void> {
  const { width, colorScheme, path } = shot
  const viewport = { width, height: heights[width] ?? 800 }
  const page = await from.newPage({
    viewport,
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  try {
    await page.clock.setFixedTime(now)
    await page.addInitScript((seed) => {
      if (!localStorage.getItem('podyard-mock-seed'))
        localStorage.setItem('podyard-mock-seed', seed)
    }, screen.seed ?? 'default')
    if (!screen.anonymous) await logIn(page)
    await page.goto(url + screen.path)
    await page.getByRole('heading').first().waitFor()
    await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
    await page.evaluate(() => document.fonts.ready.then(() => true))
    await page.screenshot({ path, fullPage: screen.seed !== 'full', animations: 'disabled' })
  } catch (error) {
    throw new Error(`screen ${screen.name}, ${width}, ${colorScheme}`, { cause: error })
  } finally {
    await page.close()
  }
}

async function logIn(page: Page): Promise<void> {
  await page.goto(url)
  await page.getByLabel('Username').fill(credentials.username)
  await page.getByLabel('Password').fill(credentials.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Pods', exact: true }).waitFor()
}
