import { expect, test } from './world/fixtures.ts'
import { addPod, cell } from './pages/pods.ts'

test('the list says what is free, sorts, searches, and keeps that in its address', async ({
  home,
  world,
}) => {
  await addPod(home, { ...world.hosts.byKey, name: 'zeta' })
  await home.getByRole('link', { name: 'Pods', exact: true }).click()
  await addPod(home, { ...world.hosts.byPassword, name: 'eins' })
  await home.getByRole('link', { name: 'Pods', exact: true }).click()

  await expect(await cell(home, 'zeta', 'Type')).toContainText('Virsh')
  for (const column of ['Local storage (GiB)', 'Cores', 'RAM (GiB)']) {
    await expect(await cell(home, 'zeta', column)).toContainText(/^-?[\d.]+ free of [\d.]+/)
  }
  const names = home.getByRole('rowheader')
  await expect(names.first()).toContainText('eins')
  await home.getByRole('button', { name: /^Name/ }).click()
  await expect(names.first()).toContainText('zeta')

  await home.getByRole('searchbox', { name: 'Search pods' }).fill('ein')
  await expect(names).toHaveCount(1)
  await expect(home).toHaveURL(/ein/)
  await home.reload()
  await expect(names).toHaveCount(1)
  await expect(names.first()).toContainText('eins')
})

test('two pods are chosen and forgotten; their machines are not', async ({ home, world }) => {
  await addPod(home, { ...world.hosts.byKey, name: 'one' })
  await home.getByRole('link', { name: 'Pods', exact: true }).click()
  await addPod(home, { ...world.hosts.byPassword, name: 'two' })
  await home.getByRole('link', { name: 'Pods', exact: true }).click()

  await home.getByRole('checkbox', { name: 'Select one' }).check()
  await home.getByRole('checkbox', { name: 'Select two' }).check()
  await expect(home.getByText('2 Selected')).toBeVisible()
  await home.getByRole('button', { name: 'Take action' }).click()
  await home.getByRole('menuitem', { name: 'Delete' }).click()
  const dialog = home.getByRole('dialog', { name: 'Delete 2 pods' })
  await expect(dialog).toContainText('keep running')
  await expect(dialog.getByRole('checkbox')).toBeDisabled()
  await dialog.getByRole('button', { name: 'Delete 2 pods' }).click()
  await expect(home.getByText('You have not added any pods yet.')).toBeVisible()
})

test('a pod is renamed where its name stands, and refused a name that is taken', async ({
  home,
  world,
}) => {
  await addPod(home, { ...world.hosts.byKey, name: 'taken' })
  await home.getByRole('link', { name: 'Pods', exact: true }).click()
  await addPod(home, { ...world.hosts.byPassword, name: 'old' })

  await home.getByRole('button', { name: 'Rename' }).click()
  await home.getByRole('textbox', { name: 'Name' }).fill('taken')
  await home.keyboard.press('Enter')
  await expect(home.getByText('Pod with this Name already exists.')).toBeVisible()
  await home.getByRole('textbox', { name: 'Name' }).fill('new')
  await home.keyboard.press('Enter')
  await expect(home.getByRole('heading', { name: 'new', exact: true })).toBeVisible()
  await home.reload()
  await expect(home.getByRole('heading', { name: 'new', exact: true })).toBeVisible()
})

test('its machines are on the Machines page, and go with the pod', async ({ home, world }) => {
  await addPod(home, { ...world.hosts.byKey, name: 'host' })
  const machine = await home.getByRole('rowheader').first().innerText()
  const [hostname = ''] = machine.split('.')

  await home.getByRole('link', { name: 'Machines', exact: true }).click()
  await expect(await cell(home, hostname, 'Pod')).toHaveText('host')
  await (await cell(home, hostname, 'Pod')).getByRole('link').click()
  await home.getByRole('button', { name: 'Take action' }).click()
  await home.getByRole('menuitem', { name: 'Delete' }).click()
  await home.getByRole('dialog').getByRole('button', { name: 'Delete pod' }).click()
  await expect(home.getByText('You have not added any pods yet.')).toBeVisible()
  await home.getByRole('link', { name: 'Machines', exact: true }).click()
  await expect(home.getByText(hostname)).toHaveCount(0)
})
