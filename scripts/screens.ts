/**
 * `./x screens [NAME...]`: photographs the screens into docs/screens: both themes, wide and narrow.
 * On the mocks with a fixed clock, so that git shows what a change did to them.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { build, preview } from 'vite'
import { root } from '../contract/endpoints.ts'
import type { Scenario } from '../mocks/seed/scenarios.ts'
import playwright from '../playwright.config.ts'
import { freePorts } from './lab/processes.ts'

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
const sizes = [
  [1280, 800],
  [390, 844],
] as const
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
// Built, not served from source: a page then loads in a few requests instead of hundreds.
const built = { root: repository, mode: 'mocks', logLevel: 'error' } as const
const outDir = '.cache/screens'
await build({ ...built, build: { outDir } })
const [port = 0] = await freePorts(1)
const server = await preview({
  ...built,
  build: { outDir },
  preview: { host: '127.0.0.1', port, strictPort: true },
})
const url = `http://127.0.0.1:${port}${root}`
const browser = await chromium.launch(playwright.use?.launchOptions ?? {})
try {
  const seeds = new Set(chosen.map(({ seed }) => seed))
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const seed of seeds) await photographAll(browser, seed ?? 'default', colorScheme)
  }
} finally {
  await browser.close()
  await server.close()
}

/** All chosen screens of one seed, strangers' first, in one page. */
async function photographAll(from: Browser, seed: Scenario, colorScheme: 'light' | 'dark') {
  const page = await from.newPage({
    colorScheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
    timezoneId: 'UTC',
  })
  await page.clock.setFixedTime(now)
  await page.addInitScript((name) => {
    if (!localStorage.getItem('podyard-mock-seed')) localStorage.setItem('podyard-mock-seed', name)
  }, seed)
  const ours = chosen.filter((screen) => (screen.seed ?? 'default') === seed)
  const shoot = async (screen: Screen) => {
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height })
      const path = join(directory, `${screen.name}-${width}-${colorScheme}.png`)
      await photograph(page, screen, path).catch((error: unknown) => {
        throw new Error(`screen ${screen.name}, ${width}, ${colorScheme}`, { cause: error })
      })
      console.log(path)
    }
  }
  for (const screen of ours.filter(({ anonymous }) => anonymous)) await shoot(screen)
  const inside = ours.filter(({ anonymous }) => !anonymous)
  if (inside.length > 0) await logIn(page)
  for (const screen of inside) await shoot(screen)
  await page.close()
}

async function photograph(page: Page, screen: Screen, path: string): Promise<void> {
  await page.goto(url + screen.path)
  await page.getByRole('heading').first().waitFor()
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
  // Thousands of rows are one screenful all the same.
  await page.screenshot({ path, fullPage: screen.seed !== 'full', animations: 'disabled' })
}

async function logIn(page: Page): Promise<void> {
  await page.goto(url)
  await page.getByLabel(/^user ?name$/i).fill(credentials.username)
  await page.getByLabel('Password', { exact: true }).fill(credentials.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Pods', exact: true }).waitFor()
}
