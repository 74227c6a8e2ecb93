import type { Page } from '@playwright/test'
import { expect, test } from './world/fixtures.ts'
import { addPod } from './pages/pods.ts'

/** Hosts of the lab serve several specs at a time. */
const own = (name: string) => `${name}-${process.pid}`

const openTab = async (page: Page, name: string) => {
  await page.getByRole('tab', { name }).click()
  await expect(page.getByRole('tab', { name })).toHaveAttribute('aria-selected', 'true')
}

const act = async (page: Page, name: string, action: string) => {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
  // What it means may stand under its name.
  await page.getByRole('menuitem', { name: new RegExp(`^${action}(?! with)`) }).click()
}

const rowOf = (page: Page, table: string, name: string) =>
  page.getByRole('table', { name: table, exact: true }).getByRole('row').filter({ hasText: name })

test.beforeEach(async ({ home, world }) => {
  await addPod(home, { ...world.hosts.byKey, name: 'storage-pod' })
})

test('a folder becomes a storage pool, stops, starts and goes', async ({ home }) => {
  const name = own('shelf')
  await openTab(home, 'Storage')
  await home.getByRole('button', { name: 'Add storage pool' }).click()
  const dialog = home.getByRole('dialog', { name: 'Add storage pool' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByText('libvirt definition').click()
  await expect(dialog.getByText(`<path>/var/lib/libvirt/${name}</path>`)).toBeVisible()
  await dialog.getByRole('button', { name: 'Add storage pool' }).click()
  await expect(dialog).toBeHidden()

  const row = rowOf(home, 'Storage pools', name)
  await expect(row).toContainText('Active')
  await expect(row).toContainText('free of')
  await act(home, name, 'Stop')
  await expect(row).toContainText('Inactive')
  await expect(row).not.toContainText('free of')
  await act(home, name, 'Start')
  await expect(row).toContainText('free of')

  await act(home, name, 'Delete')
  const confirm = home.getByRole('dialog', { name: `Delete storage pool ${name}` })
  await expect(confirm).toContainText('stay in')
  await confirm.getByRole('button', { name: 'Delete pool' }).click()
  await expect(row).toHaveCount(0)
})

test('a network is made, stops, starts and goes', async ({ home }) => {
  const name = own('lab')
  await openTab(home, 'Networks')
  await home.getByRole('button', { name: 'Add network' }).click()
  const dialog = home.getByRole('dialog', { name: 'Add network' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
  await dialog.getByLabel('Address of the host').fill('not an address')
  await dialog.getByRole('button', { name: 'Add network' }).click()
  await expect(dialog.getByText(/Enter an IPv4 address with its prefix length/)).toBeVisible()
  await dialog.getByLabel('Address of the host').fill(`10.66.${process.pid % 250}.1/24`)
  await dialog.getByRole('button', { name: 'Add network' }).click()
  await expect(dialog).toBeHidden()

  const row = rowOf(home, 'Networks', name)
  await expect(row).toContainText('NAT')
  await expect(row).toContainText('Active')
  await act(home, name, 'Stop')
  await expect(row).toContainText('Inactive')
  await act(home, name, 'Start')
  await expect(row).not.toContainText('Inactive')
  await act(home, name, 'Delete')
  const confirm = home.getByRole('dialog', { name: `Delete network ${name}` })
  await confirm.getByRole('button', { name: 'Delete network' }).click()
  await expect(row).toHaveCount(0)
})
