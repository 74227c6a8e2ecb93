/**
 * `./x screens [NAME...]`: photographs the screens into docs/screens: both themes, wide and narrow.
 * On the mocks with a fixed clock, so that git shows what a change did to them.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from '@playwright/test'
import { chromium } from '@playwright/test'
import { build, preview } from 'vite'
import { root } from '../contract/root.ts'
import type { Scenario } from '../mocks/seed/scenarios.ts'
import { systemId } from '../mocks/stable.ts'
import playwright from '../playwright.config.ts'

type Screen = {
  name: string
  /** Below the root; may need a log-in. */
  path: string
  seed?: Scenario
  anonymous?: true
  /** What to do there before the picture is taken. */
  act?: (page: Page) => Promise<void>
  /** It shows something under way. */
  busy?: true
}

const screens: Screen[] = [
  { name: 'setup', path: 'setup?token=example', seed: 'setup', anonymous: true },
  { name: 'login', path: 'login', anonymous: true },
  { name: 'pods-empty', path: 'pods', seed: 'empty' },
  { name: 'pods', path: 'pods' },
  { name: 'pods-many', path: 'pods', seed: 'full' },
  { name: 'pods-selected', path: 'pods', act: (page) => takeAction(page, ['bold-tetra', 'MyPod']) },
  { name: 'pods-delete', path: 'pods/delete?id=1&id=2' },
  { name: 'pod-add', path: 'pods/add' },
  {
    name: 'pod-add-connecting',
    path: 'pods/add',
    busy: true,
    // Stays at its third step for longer than a picture takes.
    act: async (page) => {
      await savePod(page, 'timeout.example')
      await page
        .getByRole('listitem')
        .filter({ hasText: 'TCP connection' })
        .getByText('running')
        .waitFor({ state: 'attached' })
    },
  },
  {
    name: 'pod-add-host-key',
    path: 'pods/add',
    act: async (page) => {
      await savePod(page, 'kvm-7.yard.example')
      await page.getByRole('button', { name: 'Trust and continue' }).waitFor()
    },
  },
  {
    name: 'pod-add-failed',
    path: 'pods/add',
    act: async (page) => {
      await savePod(page, 'wrong-password.example', 'a typo')
      await page.getByRole('button', { name: 'Trust and continue' }).click()
      await page.getByText('The pod was not saved').waitFor()
    },
  },
  {
    name: 'pod-add-command-line',
    path: 'pods/add',
    act: async (page) => {
      const dialog = page.getByRole('dialog', { name: 'Add pod' })
      await dialog.getByLabel('Virsh address').fill('qemu+ssh://ubuntu@192.168.1.2/system')
      await dialog.getByLabel('Virsh password (optional)').fill('not shown')
      const fold = dialog.locator('details', { hasText: 'Command line' })
      await fold.locator('summary').click()
      await fold.evaluate((element) => element.scrollIntoView({ block: 'end' }))
      // The forms photographed after this one stay folded.
      await page.evaluate(() => localStorage.removeItem('podyard-command-line'))
    },
  },
  { name: 'pod', path: 'pods/1' },
  { name: 'pod-512-cores', path: 'pods/6' },
  { name: 'pod-unreachable', path: 'pods/4' },
  { name: 'pod-metrics', path: 'pods/1/metrics?range=24h' },
  { name: 'pod-drift', path: 'pods/5' },
  { name: 'pod-configuration', path: 'pods/1/configuration' },
  {
    name: 'pod-configuration-edit',
    path: 'pods/1/configuration',
    act: async (page) => {
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('textbox', { name: 'CPU over commit' }).fill('0.3')
      await page.getByRole('textbox', { name: 'Memory over commit' }).fill('4.6')
    },
  },
  { name: 'pod-compose', path: 'pods/2/compose' },
  {
    name: 'pod-compose-location',
    path: 'pods/3/compose',
    act: async (page) => {
      await page.getByRole('button', { name: 'Location of disk 1' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'pod-compose-short',
    path: 'pods/2/compose',
    act: async (page) => {
      const dialog = page.getByRole('dialog', { name: 'Compose machine' })
      await dialog.getByLabel('Minimum Cores').fill('4')
      await dialog.getByRole('button', { name: 'Define (optional)' }).click()
      await dialog.getByRole('button', { name: 'Compose machine' }).click()
    },
  },
  {
    name: 'pod-compose-failed',
    path: 'pods/7/compose',
    act: async (page) => {
      const dialog = page.getByRole('dialog', { name: 'Compose machine' })
      await dialog.getByLabel('Hostname').fill('fails-at-define')
      await dialog.getByRole('button', { name: 'Compose machine' }).click()
      await dialog.getByRole('alert').waitFor()
    },
  },
  { name: 'pods-room', path: 'pods/room' },
  { name: 'pod-delete', path: 'pods/1/delete' },
  { name: 'machines', path: 'machines' },
  { name: 'machines-many', path: 'machines', seed: 'full' },
  {
    name: 'machines-power-on',
    path: 'machines?q=pod:lab-amber,MyPod',
    act: async (page) => {
      await page.getByRole('checkbox', { name: 'Select all' }).check()
      await page.getByRole('button', { name: 'Take action' }).click()
      await page.getByRole('menuitem', { name: /^Power on/ }).click()
      await page.getByRole('dialog').waitFor()
    },
  },
  { name: 'machine', path: `machines/${systemId('1/git')}` },
  { name: 'machine-away', path: `machines/${systemId('4/wiki')}` },
  { name: 'machine-network', path: `machines/${systemId('1/git')}/network` },
  { name: 'machine-storage', path: `machines/${systemId('1/git')}/storage` },
  { name: 'machine-configuration', path: `machines/${systemId('1/git')}/configuration` },
  {
    name: 'machine-actions',
    path: `machines/${systemId('1/git')}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Take action' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  { name: 'machine-delete', path: `machines/${systemId('1/git')}?action=delete` },
  { name: 'machine-deploy', path: `machines/${systemId('1/build-03')}/deploy` },
  {
    name: 'palette',
    path: 'machines',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox', { name: 'Search pods' }).fill('otter')
    },
  },
  { name: 'zones', path: 'zones' },
  { name: 'zone-add', path: 'zones/add' },
  { name: 'resource-pools', path: 'resource-pools' },
  { name: 'settings', path: 'settings/general' },
  { name: 'settings-ssh-key', path: 'settings/ssh-key' },
  { name: 'settings-api-keys', path: 'settings/api-keys' },
  { name: 'settings-api-key-add', path: 'settings/api-keys/add' },
  {
    name: 'settings-api-key-made',
    path: 'settings/api-keys/add',
    act: async (page) => {
      await page.getByLabel('Name').fill('Nightly backup')
      await page.getByRole('dialog').getByRole('button', { name: 'Create API key' }).click()
      await page.getByRole('button', { name: 'Done' }).waitFor()
    },
  },
  {
    name: 'settings-import',
    path: 'settings/import',
    act: async (page) => {
      await page.getByLabel('Address').fill('http://maas.example:5240/MAAS/')
      await page.getByLabel('API key').fill('consumer:token:secret')
      await page.getByRole('button', { name: 'Show what would happen' }).click()
      await page.getByRole('heading', { name: 'What would happen' }).waitFor()
    },
  },
  { name: 'docs', path: 'docs' },
  { name: 'docs-endpoint', path: 'docs/podUpdate' },
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
// The same each time: some pictures show the address.
const port = 5254
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
  await settle(page)
  await screen.act?.(page)
  if (!screen.busy) await settle(page)
  // Where a dialog is open, the page below its backdrop is not part of the picture; nor are thousands of rows.
  const inView = screen.seed === 'full' || (await page.locator('dialog[open]').count()) > 0
  // A bar that sticks would stand in the middle of a page that was scrolled.
  if (!inView) await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path, fullPage: !inView, animations: 'disabled' })
}

async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[aria-busy="true"]'))
}

async function takeAction(page: Page, pods: readonly string[]): Promise<void> {
  for (const name of pods) await page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await page.getByRole('button', { name: 'Take action' }).click()
  await page.getByRole('menu').waitFor()
}

async function savePod(page: Page, host: string, password = ''): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Add pod' })
  await dialog.getByLabel('Virsh address').fill(`qemu+ssh://ubuntu@${host}/system`)
  await dialog.getByLabel('Virsh password (optional)').fill(password)
  await dialog.getByRole('button', { name: 'Save pod' }).click()
}

async function logIn(page: Page): Promise<void> {
  await page.goto(url)
  await page.getByLabel(/^user ?name$/i).fill(credentials.username)
  await page.getByLabel('Password', { exact: true }).fill(credentials.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { name: 'Pods', exact: true }).waitFor()
}
