import { readFile } from 'node:fs/promises'
import { expect, logIn, test } from './world/fixtures.ts'
import { violations } from './pages/violations.ts'
import type { Page } from '@playwright/test'

test.use({ seed: 'full' })
test.beforeEach(({ world }, testInfo) =>
  testInfo.skip(world.peer !== 'mocks', 'ten thousand machines are on the mocks'),
)

const table = (page: Page) => page.getByRole('table', { name: 'Machines' })

test.describe('ten thousand machines', () => {
  test.beforeEach(async ({ page, world }) => {
    await logIn(page, world)
    await page.goto(`${world.url}machines`)
    await expect(table(page)).toHaveAttribute('aria-rowcount', '10001')
  })

  test('few rows are rendered, and any can be scrolled to', async ({ page }) => {
    expect(await page.getByRole('row').count()).toBeLessThan(100)
    await expect(page.getByRole('row').nth(1)).toHaveAttribute('aria-rowindex', '2')
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    const last = page.getByRole('row').last()
    await expect(last).toHaveAttribute('aria-rowindex', '10001')
    await expect(last).toContainText('vm-200-050.maas')
    // The headings stay in sight.
    await expect(page.getByRole('columnheader', { name: 'Power' })).toBeInViewport()
  })

  test('search, filters and order are the server’s, and kept in the address', async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Search machines' }).fill('pod:kvm-007 status:ready')
    await expect(page.getByText('5 match')).toBeVisible()
    await expect(page).toHaveURL(/q=pod%3Akvm-007/)
    await page.getByRole('button', { name: 'RAM' }).click()
    await page.getByRole('button', { name: 'RAM' }).click()
    await expect(page).toHaveURL(/sort=-ram/)
    await page.reload()
    await expect(page.getByText('5 match')).toBeVisible()
    const memory = await page
      .getByRole('row')
      .locator('td')
      .filter({ hasText: 'GiB' })
      .allInnerTexts()
    const amounts = memory.map((text) => Number.parseInt(text, 10))
    expect(amounts).toHaveLength(5)
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a))
  })

  test('filters say how many there are, under the other filters', async ({ page }) => {
    await page.getByLabel('Filter by pod').selectOption('kvm-040')
    await expect(page.getByText('50 match')).toBeVisible()
    const statuses = page.getByLabel('Filter by status')
    await expect(statuses.getByRole('option', { name: 'Broken (5)' })).toBeAttached()
    await expect(
      page.getByLabel('Filter by pod').getByRole('option', { name: 'kvm-041 (50)' }),
    ).toBeAttached()
    await statuses.selectOption('Broken')
    await expect(page.getByText('5 match', { exact: true })).toBeVisible()
  })

  test('a search that cannot be read says why, and keeps the rows', async ({ page }) => {
    const search = page.getByRole('searchbox', { name: 'Search machines' })
    await search.fill('status:fine')
    await expect(page.getByText(/There is no status “fine”/)).toBeVisible()
    await expect(search).toHaveAttribute('aria-invalid', 'true')
    await expect(table(page)).toHaveAttribute('aria-rowcount', '10001')
    await page.getByRole('button', { name: 'How to search' }).click()
    await page.getByRole('button', { name: 'status:ready,deployed' }).click()
    await expect(page.getByText('6,000 match')).toBeVisible()
  })

  test('all that match can be selected, but some', async ({ page }) => {
    await page.getByRole('searchbox', { name: 'Search machines' }).fill('zone:hall-north')
    await expect(page.getByText(/^3,\d+ match$/)).toBeVisible()
    await page.getByRole('checkbox', { name: 'Select vm-001-001.maas' }).check()
    await expect(page.getByText('1 Selected')).toBeVisible()
    await page.getByRole('button', { name: /^Select all 3,/ }).click()
    await expect(page.getByRole('checkbox', { name: 'Select all' })).toBeChecked()
    await page.getByRole('checkbox', { name: 'Select vm-001-001.maas' }).uncheck()
    await expect(page.getByText(/^3\d{3} Selected$/)).toBeVisible()
    // What is filtered away is not acted upon.
    await page.getByRole('searchbox', { name: 'Search machines' }).fill('zone:default')
    await expect(page.getByText(/Selected/)).toBeHidden()
  })

  test('all that match are exported, in order', async ({ page }) => {
    await page.goto(new URL('machines?q=pod:kvm-040,kvm-041,kvm-042&sort=-fqdn', page.url()).href)
    await expect(page.getByText('150 match')).toBeVisible()
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Export CSV' }).click()
    const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\r\n')
    expect(lines).toHaveLength(151)
    expect(lines[1]).toMatch(/^vm-042-050\.maas,/)
    expect(lines[150]).toMatch(/^vm-040-001\.maas,/)
  })

  test('nothing stands in the way of anybody', async ({ page }) => {
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'How to search' }).click()
    expect(await violations(page)).toEqual([])
  })

  test('on a phone they are cards, and as few of them', async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await page.getByRole('row').count()).toBeLessThan(100)
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight))
    await expect(page.getByRole('row').last()).toContainText('vm-200-050.maas')
  })
})

test('a machine that changes shows it where it stands, as long as one points at the rows', async ({
  page,
  world,
}) => {
  await logIn(page, world)
  await page.goto(`${world.url}machines?q=pod:kvm-001`)
  await expect(page.getByText('50 match')).toBeVisible()
  const second = page.getByRole('row').nth(2)
  await expect(second).toContainText('vm-001-002')
  await second.hover()
  await rename(page, 'vm-001-002', 'zzz-renamed')
  await expect(second).toContainText('zzz-renamed.maas')
  await expect(page.getByRole('row').nth(3)).toContainText('vm-001-003')
  // Its place is among the last; it goes there when nobody points at the rows any more.
  await page.getByRole('heading', { name: 'Machines', exact: true }).hover()
  await expect(second).toContainText('vm-001-003')
  await expect(page.getByRole('row').last()).toContainText('zzz-renamed.maas')
})

/** As somebody else does it, beside the page. */
async function rename(page: Page, from: string, to: string): Promise<void> {
  await page.evaluate(
    async ([hostname, renamed]) => {
      const session = await fetch('/MAAS/accounts/session/')
      const { csrf_token } = (await session.json()) as { csrf_token: string }
      const list = await fetch(`/MAAS/api/2.0/machines/?hostname=${hostname}`)
      const [machine] = (await list.json()) as { resource_uri: string }[]
      await fetch(machine?.resource_uri ?? '', {
        method: 'PUT',
        headers: { 'content-type': 'application/json', 'x-csrftoken': csrf_token },
        body: JSON.stringify({ hostname: renamed }),
      })
    },
    [from, to],
  )
}
