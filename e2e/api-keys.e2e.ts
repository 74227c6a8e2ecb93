import type { Page } from '@playwright/test'
import { authorization } from '../contract/oauth.ts'
import { violations } from './pages/violations.ts'
import { expect, test } from './world/fixtures.ts'

async function open(home: Page) {
  await home.getByRole('link', { name: 'Settings', exact: true }).click()
  await home.getByRole('tab', { name: 'API keys' }).click()
}

/** Makes a key, answers what is shown of it, and closes the dialog. */
async function create(home: Page, name: string, lastDay?: string): Promise<string> {
  await home.getByRole('button', { name: 'Create API key' }).click()
  const form = home.getByRole('dialog', { name: 'Create API key' })
  await form.getByLabel('Name').fill(name)
  if (lastDay !== undefined) await form.getByLabel('Last day').fill(lastDay)
  await form.getByRole('button', { name: 'Create API key' }).click()
  const shown = home.getByRole('dialog', { name: `API key ${name}` })
  await expect(shown.getByText('Copy it now')).toBeVisible()
  const [key = '', line = ''] = await shown.getByRole('code').allInnerTexts()
  expect(key).toMatch(/^\w+:\w+:\w{32}$/)
  expect(line).toBe(`maas login admin ${new URL('/MAAS/', home.url()).href} ${key}`)
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(shown).toBeHidden()
  return key
}

test('a key is made, shown once, renamed and revoked', async ({ home, world }) => {
  await open(home)
  // With real hosts, the world has made a key for itself.
  const empty = home.getByText('You have no API keys.')
  if (world.peer === 'mocks') await expect(empty).toBeVisible()
  const key = await create(home, 'backup', '2031-05-17')

  const row = home.getByRole('row', { name: /backup/ })
  await expect(row).toContainText('just now')
  await expect(row).toContainText('Never')
  await expect(row).toContainText('17 May 2031')
  await home.reload()
  await expect(row).toBeVisible()
  expect(await home.content()).not.toContain(key.split(':')[2])

  await home.getByRole('button', { name: 'Actions for backup' }).click()
  await home.getByRole('menuitem', { name: 'Rename' }).click()
  const dialog = home.getByRole('dialog')
  await dialog.getByLabel('Name').fill('')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByText('This field is required.')).toBeVisible()
  await dialog.getByLabel('Name').fill('nightly')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(home.getByRole('rowheader', { name: 'nightly' })).toBeVisible()

  await home.getByRole('button', { name: 'Actions for nightly' }).click()
  await home.getByRole('menuitem', { name: 'Revoke' }).click()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(home.getByRole('rowheader', { name: 'nightly' })).toBeVisible()
  await home.getByRole('button', { name: 'Actions for nightly' }).click()
  await home.getByRole('menuitem', { name: 'Revoke' }).click()
  await dialog.getByRole('button', { name: 'Revoke API key' }).click()
  await expect(home.getByRole('rowheader', { name: 'nightly' })).toHaveCount(0)
  if (world.peer === 'mocks') await expect(empty).toBeVisible()
})

test('what is wrong is said at its field, and nothing typed is lost', async ({ home }) => {
  await open(home)
  await home.getByRole('button', { name: 'Create API key' }).click()
  const form = home.getByRole('dialog')
  await form.getByRole('button', { name: 'Create API key' }).click()
  await expect(form.getByText('This field is required.')).toBeVisible()
  await form.getByLabel('Name').fill('late')
  await form.getByLabel('Last day').fill('2020-01-01')
  await form.getByRole('button', { name: 'Create API key' }).click()
  await expect(form.getByText('Enter a time in the future.')).toBeVisible()
  await expect(form.getByLabel('Name')).toHaveValue('late')
})

test('a key opens until it is revoked', async ({ home, real: world }) => {
  await open(home)
  const key = await create(home, 'script')
  const status = async () => {
    const url = new URL('api/2.0/users/?op=whoami', world.url)
    return (await fetch(url, { headers: { authorization: authorization(key) } })).status
  }
  expect(await status()).toBe(200)
  await home.reload()
  const lastUsed = home
    .getByRole('row', { name: /script/ })
    .getByRole('cell')
    .nth(1)
  await expect(lastUsed).toHaveText('just now')
  await home.getByRole('button', { name: 'Actions for script' }).click()
  await home.getByRole('menuitem', { name: 'Revoke' }).click()
  await home.getByRole('dialog').getByRole('button', { name: 'Revoke API key' }).click()
  await expect(home.getByRole('rowheader', { name: 'script' })).toHaveCount(0)
  expect(await status()).toBe(401)
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('nothing of it keeps anybody out', async ({ home }) => {
      await open(home)
      const look = async (what: string) => expect(await violations(home), what).toEqual([])
      await look('empty')
      await home.getByRole('button', { name: 'Create API key' }).click()
      await home.getByLabel('Name').fill('backup')
      await look('form')
      await home.getByRole('dialog').getByRole('button', { name: 'Create API key' }).click()
      await expect(home.getByRole('button', { name: 'Done' })).toBeVisible()
      await look('the key')
      await home.getByRole('button', { name: 'Done' }).click()
      await expect(home.getByRole('rowheader', { name: 'backup' })).toBeVisible()
      await look('list')
    })
  })
}
