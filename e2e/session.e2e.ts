import { expect, logIn, test } from './world/fixtures.ts'

test('a wrong password and an unknown user are told the same', async ({ page, world }) => {
  const told: string[] = []
  for (const username of [world.admin.username, 'nobody']) {
    await page.goto(world.url)
    await page.getByLabel('User name').fill(username)
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Log in' }).click()
    told.push(await page.getByRole('alert').innerText())
    await expect(page.getByLabel('User name')).toHaveValue(username)
  }
  expect(told[0]).toBe(told[1])
})

test('logging in leads back to where one was going', async ({ page, world }) => {
  await page.goto(`${world.url}machines`)
  await page.getByLabel('User name').fill(world.admin.username)
  await page.getByLabel('Password').fill(world.admin.password)
  await page.getByRole('button', { name: 'Log in' }).click()
  await expect(page.getByRole('heading', { name: 'Machines', exact: true })).toBeVisible()
})

test('logging out ends the session', async ({ page, world }) => {
  await logIn(page, world)
  await page.getByRole('button', { name: world.admin.username }).click()
  await page.getByRole('menuitem', { name: 'Log out' }).click()
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible()
  await page.goto(world.url)
  await expect(page.getByRole('button', { name: 'Log in' })).toBeVisible()
})
