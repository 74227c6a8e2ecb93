import { expect, test } from './world/fixtures.ts'
import { addPod } from './pages/pods.ts'

test('an AZ is made, renamed, used by a pod, and deleted; the pod goes back to default', async ({
  home,
  world,
}) => {
  await home.getByRole('link', { name: 'AZs', exact: true }).click()
  await home.getByRole('button', { name: 'Add AZ' }).click()
  const dialog = home.getByRole('dialog')
  await dialog.getByLabel('Name').fill('default')
  await dialog.getByRole('button', { name: 'Add AZ' }).click()
  await expect(dialog.getByText('Physical zone with this Name already exists.')).toBeVisible()
  await dialog.getByLabel('Name').fill('hall 1')
  await dialog.getByRole('button', { name: 'Add AZ' }).click()
  await expect(dialog).toBeHidden()

  await home.getByRole('button', { name: 'Actions for hall 1' }).click()
  await home.getByRole('menuitem', { name: 'Edit' }).click()
  await dialog.getByLabel('Name').fill('hall-1')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(home.getByRole('rowheader', { name: 'hall-1' })).toBeVisible()

  await home.getByRole('link', { name: 'Pods', exact: true }).click()
  await addPod(home, { ...world.hosts.byKey, name: 'placed', zone: 'hall-1' })
  await home.getByRole('tab', { name: 'Configuration' }).click()
  await expect(home.getByLabel('Zone')).toHaveValue('hall-1')

  await home.getByRole('link', { name: 'AZs', exact: true }).click()
  await home.getByRole('button', { name: 'Actions for hall-1' }).click()
  await home.getByRole('menuitem', { name: 'Delete' }).click()
  await dialog.getByRole('button', { name: /^Delete/ }).click()
  await expect(home.getByRole('rowheader', { name: 'hall-1' })).toHaveCount(0)
  await home.getByRole('link', { name: 'Pods', exact: true }).click()
  await home.getByRole('link', { name: 'placed', exact: true }).click()
  await home.getByRole('tab', { name: 'Configuration' }).click()
  await expect(home.getByLabel('Zone')).toHaveValue('default')
})
