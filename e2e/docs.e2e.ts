import { violations } from './pages/violations.ts'
import { expect, test } from './world/fixtures.ts'

test('found by the palette and the user menu', async ({ home }) => {
  await home.keyboard.press('Control+k')
  await home.getByRole('combobox', { name: 'Search pods' }).fill('api doc')
  await home.keyboard.press('Enter')
  await expect(home.getByRole('heading', { name: 'API documentation' })).toBeFocused()

  await home.getByRole('link', { name: 'Pods', exact: true }).first().click()
  await home.getByRole('button', { name: 'admin' }).click()
  await home.getByRole('menuitem', { name: 'API documentation' }).click()
  await expect(home).toHaveURL(/\/docs$/)
})

test('search by keyboard, read, go on; every endpoint has its address', async ({ home, world }) => {
  await home.goto(`${world.url}docs`)
  const list = home.getByRole('navigation', { name: 'Endpoints' })
  await expect(list.getByRole('link', { name: 'Delete a pod' })).toBeVisible()

  await home.keyboard.press('/')
  await home.keyboard.type('memory_over_commit_ratio PUT pods')
  await expect(list.getByRole('link', { name: 'Update a pod' })).toBeVisible()
  await expect(list.getByRole('link', { name: 'Delete a pod' })).toBeHidden()
  await home.keyboard.press('Enter')
  await expect(home).toHaveURL(/\/docs\/podUpdate\?q=memory_over_commit_ratio\+PUT\+pods$/)

  const article = home.getByRole('article')
  await expect(article.getByRole('heading', { name: 'Update a pod' })).toBeVisible()
  await expect(article.getByText('/MAAS/api/2.0/pods/{id}/', { exact: true })).toBeVisible()
  await expect(article.getByText('Only an admin may call it.')).toBeVisible()
  await expect(article.getByRole('term').filter({ hasText: /^power_pass/ })).toContainText('String')
  await expect(
    article.getByText('maas $PROFILE pod update 1 cpu_over_commit_ratio=0.3', { exact: false }),
  ).toBeVisible()
  await expect(article.getByText('curl -X PUT', { exact: false })).toBeVisible()

  await home.reload()
  await expect(list.getByRole('link', { name: 'Update a pod' })).toHaveAttribute(
    'aria-current',
    'page',
  )
  await home.getByRole('button', { name: 'Clear search' }).click()
  await expect(list.getByRole('link', { name: 'Delete a pod' })).toBeVisible()
})

test('no match and no such endpoint are said', async ({ home, world }) => {
  await home.goto(`${world.url}docs?q=nonsense`)
  await expect(home.getByText('No endpoint has all of these words.')).toBeVisible()
  await home.goto(`${world.url}docs/nonsense`)
  await expect(home.getByText('There is nothing at this address.')).toBeVisible()
})

test('on a phone the list gives way to what is chosen, and comes back', async ({ home, world }) => {
  await home.setViewportSize({ width: 390, height: 844 })
  await home.goto(`${world.url}docs`)
  const list = home.getByRole('navigation', { name: 'Endpoints' })
  await list.getByRole('link', { name: 'Create a pod' }).click()
  await expect(home.getByRole('heading', { name: 'Create a pod' })).toBeFocused()
  await expect(list).toBeHidden()
  const wide = await home.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect(wide).toBeLessThanOrEqual(0)
  await home.getByRole('link', { name: 'All endpoints' }).click()
  await expect(list).toBeVisible()
})

test('the OpenAPI document is there to read', async ({ home, world }) => {
  await home.goto(`${world.url}docs`)
  const href = await home.getByRole('link', { name: 'OpenAPI 3.1' }).getAttribute('href')
  const document = await home.evaluate(async (path) => (await fetch(path)).json(), href ?? '')
  expect(document).toMatchObject({ openapi: '3.1.0', info: { title: 'Podyard API' } })
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('no barrier is found', async ({ home, world }) => {
      for (const path of ['docs', 'docs/podCreate', 'docs/podDelete', 'docs?q=nonsense']) {
        await home.goto(world.url + path)
        await expect(home.getByRole('heading', { name: 'API documentation' })).toBeVisible()
        await expect(home.getByRole('article').first()).toBeVisible()
        expect(await violations(home), path).toEqual([])
      }
    })
  })
}
