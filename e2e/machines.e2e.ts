import { expect, test } from './world/fixtures.ts'
import { act, openMachine, takeAction, whyNot } from './pages/machines.ts'
import { addPod } from './pages/pods.ts'
import { doorEntry, type RealWorld } from './world/real-world.ts'

/** A host that nobody else looks at. */
const ownEntry = async (world: RealWorld) => doorEntry(await world.ownHost('password'), 'password')

test('a machine has a page, each of its tabs an address, and both come back after a reload', async ({
  home,
  world,
}) => {
  await addPod(home, { ...world.hosts.byKey, name: 'yard' })
  const name = (await home.getByRole('rowheader').getByRole('link').first().innerText()).trim()
  await home.getByRole('rowheader').getByRole('link').first().click()
  const heading = home.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText(name.replace(/\.maas$/, ''))
  await expect(home.getByRole('link', { name: 'yard', exact: true })).toBeVisible()

  for (const [tab, address, content] of [
    ['Network', 'network', home.getByRole('table', { name: 'Interfaces' })],
    ['Storage', 'storage', home.getByRole('table', { name: 'Disks' })],
    ['Configuration', 'configuration', home.getByRole('form', { name: 'Machine configuration' })],
  ] as const) {
    await home.getByRole('tab', { name: tab }).click()
    await expect(home).toHaveURL(new RegExp(`/machines/\\w{6}/${address}$`))
    await expect(content).toBeVisible()
    await home.reload()
    await expect(content).toBeVisible()
  }
})

test('its configuration is changed, refused where it is wrong, and guarded while it is typed', async ({
  home,
  world,
}) => {
  await addPod(home, { ...world.hosts.byPassword, name: 'yard' })
  const names = home.getByRole('rowheader').getByRole('link')
  const taken = (await names.nth(1).innerText()).trim().replace(/\.maas$/, '')
  const own = (await names.first().innerText()).trim().replace(/\.maas$/, '')
  await names.first().click()
  await expect(home.getByRole('heading', { level: 1, name: own })).toBeVisible()
  await home.getByRole('tab', { name: 'Configuration' }).click()
  await home.getByRole('button', { name: 'Edit' }).click()
  const form = home.getByRole('form', { name: 'Machine configuration' })

  await form.getByLabel('Hostname').fill(taken)
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(form.getByText(`Node with hostname "${taken}" already exists`)).toBeVisible()

  await home.getByRole('tab', { name: 'Network' }).click()
  await home.getByRole('button', { name: 'Keep editing' }).click()
  await form.getByLabel('Hostname').fill('renamed')
  await form.getByLabel('Tags').fill('virtual, web')
  await form.getByLabel('Description (optional)').fill('Serves the front page.')
  await form.getByRole('button', { name: 'Save changes' }).click()
  await expect(home.getByRole('heading', { level: 1, name: 'renamed' })).toBeVisible()

  await home.getByRole('tab', { name: 'Summary' }).click()
  await expect(home.getByText('Serves the front page.')).toBeVisible()
  await expect(home.getByText('web', { exact: true })).toBeVisible()
})

test('the life of a machine: composed, acquired, on, off, locked, released, deleted', async ({
  home,
  world,
}) => {
  test.setTimeout(120_000)
  const entry = world.peer === 'mocks' ? world.hosts.byKey : await ownEntry(world as RealWorld)
  await addPod(home, { ...entry, name: 'yard' })
  await home.goto(`${home.url()}/compose`)
  const compose = home.getByRole('dialog', { name: /compose/i })
  await compose.getByLabel('Hostname').fill('short-lived')
  await compose.getByLabel('Minimum RAM (MiB)').fill('1024')
  await compose.getByRole('button', { name: /^Compose machine/ }).click()
  await expect(compose).toBeHidden({ timeout: 30_000 })
  await openMachine(home, 'short-lived')
  const main = home.getByRole('main')
  await expect(main.getByText('Ready')).toBeVisible({ timeout: 20_000 })

  await home.getByRole('button', { name: 'Take action' }).click()
  expect(await whyNot(home, 'Power on')).toContain('not been allocated')
  await home.keyboard.press('Escape')

  await act(home, 'Acquire')
  await expect(main.getByText('Allocated')).toBeVisible()
  await act(home, 'Power on')
  await expect(main.getByText('Power on', { exact: true })).toBeVisible()
  await home.getByRole('button', { name: 'check now' }).click()
  await expect(home.getByText('short-lived: power on.').first()).toBeVisible()

  const off = await takeAction(home, 'Power off')
  await off.getByLabel('How').selectOption('hard')
  await off.getByRole('button', { name: 'Power off machine' }).click()
  await expect(off).toBeHidden()
  await expect(main.getByText('Power off', { exact: true })).toBeVisible()

  await act(home, 'Lock')
  await expect(main.getByText('Locked')).toBeVisible()
  await home.getByRole('button', { name: 'Take action' }).click()
  expect(await whyNot(home, 'Release')).toBe('It is locked.')
  await home.keyboard.press('Escape')
  await act(home, 'Unlock')

  await act(home, 'Release')
  await expect(main.getByText('Ready')).toBeVisible()
  await home.getByRole('tab', { name: 'Events' }).click()
  await expect(main.getByRole('listitem').filter({ hasText: /released/i })).toBeVisible()
  await home.getByRole('tab', { name: 'Summary' }).click()

  const remove = await takeAction(home, 'Delete')
  await expect(remove).toContainText('with its disk')
  await remove.getByRole('button', { name: 'Delete machine' }).click()
  await expect(remove).toContainText('as it is written')
  await remove.getByLabel('Type short-lived to confirm').fill('short-lived')
  await remove.getByRole('button', { name: 'Delete machine' }).click()
  await expect(home.getByRole('heading', { level: 1, name: 'Machines' })).toBeVisible()
  await expect(home.getByRole('link', { name: 'short-lived' })).toBeHidden()
})

test.describe('in a yard with many', () => {
  test.use({ seed: 'default' })
  test.skip(({ peer }) => peer === 'real', 'needs the mocked yard')

  test('several are powered on at once; what fails says why and is tried again', async ({
    home,
  }) => {
    await openMachine(home, 'trial-a')
    await home.getByRole('button', { name: 'Rename machine' }).click()
    await home.getByRole('textbox', { name: 'Hostname' }).fill('no-memory')
    await home.keyboard.press('Enter')
    await expect(home.getByRole('heading', { level: 1, name: 'no-memory' })).toBeVisible()

    await home.getByRole('link', { name: 'Machines', exact: true }).click()
    await home.getByRole('searchbox', { name: 'Search machines' }).fill('pod:lab-amber,MyPod')
    await expect(home.getByRole('rowheader')).toHaveCount(5)
    for (const name of ['no-memory', 'trial-b', 'node2']) {
      await home.getByRole('checkbox', { name: `Select ${name}` }).check()
    }
    await expect(home.getByText('3 Selected')).toBeVisible()
    const dialog = await takeAction(home, 'Power on')
    await expect(dialog).toContainText('2 of 3 can be powered on')
    await expect(dialog).toContainText('1 cannot. It is on already: node2.')
    await dialog.getByRole('button', { name: 'Power on 2 machines' }).click()
    await expect(dialog).toContainText('1 of 2 could not be powered on')
    await expect(dialog.getByRole('listitem').filter({ hasText: 'no-memory' })).toContainText(
      'Cannot allocate memory',
    )
    await expect(dialog.getByRole('listitem').filter({ hasText: 'trial-b' })).toContainText('Done')
    await dialog.getByRole('button', { name: 'Retry 1' }).click()
    await expect(dialog).toContainText('1 of 1 could not be powered on')
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
    await expect(dialog).toBeHidden()
    await expect(
      home.getByRole('row').filter({ hasText: 'trial-b' }).getByText('On', { exact: true }),
    ).toBeVisible()
  })

  test('a machine that was there before is only forgotten', async ({ home }) => {
    await openMachine(home, 'gateway')
    const dialog = await takeAction(home, 'Delete')
    await expect(dialog).toContainText('Podyard only forgets gateway')
    await expect(dialog.getByRole('textbox')).toHaveCount(0)
    await dialog.getByRole('button', { name: 'Delete machine' }).click()
    await expect(home.getByRole('heading', { level: 1, name: 'Machines' })).toBeVisible()
  })

  test('the palette acts on a machine by name, and the focus returns', async ({ home }) => {
    await home.keyboard.press('Control+k')
    const search = home.getByRole('combobox', { name: 'Search pods' })
    await search.fill('lock wiki')
    await home.getByRole('option', { name: 'Lock wiki' }).click()
    const dialog = home.getByRole('dialog', { name: 'Lock: wiki' })
    await expect(dialog).toBeVisible()
    await home.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(home.getByRole('main').getByText('Locked')).toBeVisible()
  })

  test('what is typed into a dialog is not lost by a slip', async ({ home }) => {
    await openMachine(home, 'node2')
    const untouched = await takeAction(home, 'Lock')
    await home.keyboard.press('Escape')
    await expect(untouched).toBeHidden()
    await expect(home.getByRole('button', { name: 'Take action' })).toBeFocused()

    const dialog = await takeAction(home, 'Mark broken')
    await dialog.getByLabel('Comment (optional)').fill('The fan rattles.')
    await home.keyboard.press('Escape')
    await home.getByRole('button', { name: 'Keep editing' }).click()
    await dialog.getByRole('button', { name: 'Mark machine broken' }).click()
    await expect(dialog).toBeHidden()
    await expect(home.getByRole('main').getByText('Broken', { exact: true })).toBeVisible()
    await expect(home.getByRole('main').getByText('The fan rattles.')).toBeVisible()
  })

  test('a host that is away takes no orders, and its machines say since when', async ({ home }) => {
    await home.getByRole('link', { name: 'Machines', exact: true }).click()
    await expect(home.getByRole('row').filter({ hasText: 'wiki' })).toContainText('Last seen')
    await openMachine(home, 'wiki')
    await expect(home.getByRole('main').getByText('Last seen')).toBeVisible()
    await home.getByRole('button', { name: 'Take action' }).click()
    expect(await whyNot(home, 'Power off')).toBe('Its host cannot be reached.')
  })
})
