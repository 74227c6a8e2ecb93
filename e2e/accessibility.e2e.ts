import type { Page } from '@playwright/test'
import { expect, test } from './world/fixtures.ts'
import { addPod } from './pages/pods.ts'
import { violations } from './pages/violations.ts'

/** Below the root. */
const pathOf = (page: Page) => new URL(page.url()).pathname.replace(/^\/MAAS\//, '')

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('log in', async ({ page, world }) => {
      await page.goto(world.url)
      await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible()
      expect(await violations(page)).toEqual([])
    })

    test('every page of a yard with one pod', async ({ home, world }) => {
      test.setTimeout(180_000)
      expect(await violations(home), 'Pods, empty').toEqual([])
      await addPod(home, { ...world.hosts.byKey, name: 'seen' })
      const pod = pathOf(home)
      await home.getByRole('rowheader').getByRole('link').first().click()
      await expect(home).toHaveURL(/\/machines\//)
      const machine = pathOf(home)
      const pages = [
        pod,
        `${pod}/metrics`,
        `${pod}/configuration`,
        `${pod}/compose`,
        `${pod}/delete`,
        'pods',
        'pods/add',
        'pods/room',
        'machines',
        machine,
        `${machine}/network`,
        `${machine}/storage`,
        `${machine}/metrics`,
        `${machine}/events`,
        `${machine}/configuration`,
        `${machine}?action=tag`,
        `${machine}?action=delete`,
        'zones',
        'zones/add',
        'resource-pools',
        'resource-pools/add',
        'settings/general',
        'settings/ssh-key',
        'settings/api-keys',
        'settings/api-keys/add',
        'settings/import',
        'settings/account',
        'docs',
        'docs/podCreate',
        'nowhere',
      ]
      for (const path of pages) {
        await home.goto(world.url + path)
        await expect(home.getByRole('heading').first()).toBeVisible()
        expect(await violations(home), path).toEqual([])
      }
    })
  })
}
