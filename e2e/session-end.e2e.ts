import { expect, test } from './world/fixtures.ts'
import { addPod } from './pages/pods.ts'

test('a session that ends in the middle of a form loses nothing that was typed', async ({
  home,
  real: world,
}) => {
  await addPod(home, { ...world.hosts.byPassword, name: 'kept' })
  await home.getByRole('tab', { name: 'Configuration' }).click()
  await home.getByRole('button', { name: 'Edit' }).click()
  await home.getByRole('textbox', { name: 'CPU over commit' }).fill('4.6')

  await home.context().clearCookies()
  await home.getByRole('button', { name: 'Save changes' }).click()
  const again = home.getByRole('dialog', { name: 'Log in again' })
  await again.getByLabel('User name').fill(world.admin.username)
  await again.getByLabel('Password').fill(world.admin.password)
  await again.getByRole('button', { name: 'Log in' }).click()
  await expect(again).toBeHidden()

  await expect(home.getByRole('textbox', { name: 'CPU over commit' })).toHaveValue('4.6')
  await home.getByRole('button', { name: 'Save changes' }).click()
  await expect(home.getByRole('button', { name: 'Edit' })).toBeVisible()
})
