import { expect, test } from './world/fixtures.ts'
import { availableCores, openCompose, setRatios } from './pages/compose.ts'
import { addPod, cell } from './pages/pods.ts'
import { violations } from './pages/violations.ts'
import { doorEntry, type RealWorld } from './world/real-world.ts'
import type { Entry, World } from './world/world.ts'

/** Nobody else counts on what it holds. */
async function entryOf(world: World): Promise<Entry> {
  if (world.peer === 'mocks') return world.hosts.byKey
  return doorEntry(await (world as RealWorld).ownHost('password'), 'password')
}

test.beforeEach(async ({ home, world }) => {
  await addPod(home, { ...(await entryOf(world)), name: 'yard' })
})

test('a machine is composed by dialog, and goes with its pod when that is asked for', async ({
  home,
}) => {
  const dialog = await openCompose(home)
  await dialog.getByLabel('Hostname').fill('made-here')
  await dialog.getByLabel('Minimum RAM (MiB)').fill('1024')
  await dialog.getByLabel('Capacity of disk 1 (GB)').fill('1')
  await expect(dialog.getByText(/Room for this one/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Compose machine' }).click()
  await expect(dialog).toBeHidden({ timeout: 20_000 })

  await expect(await cell(home, 'made-here', 'Cores')).toHaveText('1')
  await expect(await cell(home, 'made-here', 'RAM')).toContainText('1')
  await expect(await cell(home, 'made-here', 'Power')).toContainText('Off')
  await expect(await cell(home, 'made-here', 'Status')).toContainText('Ready', { timeout: 15_000 })

  await home.getByRole('button', { name: 'Take action' }).first().click()
  await home.getByRole('menuitem', { name: 'Delete' }).click()
  const remove = home.getByRole('dialog', { name: 'Delete pod' })
  await remove.getByRole('checkbox', { name: /Also delete the 1 composed machine/ }).check()
  await expect(remove.getByRole('list', { name: 'Machines that are deleted' })).toContainText(
    'made-here',
  )
  await remove.getByLabel('Type yard to confirm').fill('yard')
  await remove.getByRole('button', { name: 'Delete pod and 1 machine' }).click()
  await expect(home.getByText('You have not added any pods yet.')).toBeVisible({ timeout: 20_000 })
})

test('what is too large is refused before it is sent, and nothing typed is lost', async ({
  home,
}) => {
  const sent: string[] = []
  home.on('request', (request) => {
    if (request.url().includes('op=compose')) sent.push(request.url())
  })
  const dialog = await openCompose(home)
  await dialog.getByLabel('Hostname').fill('too-large')
  await dialog.getByLabel('Minimum Cores').fill('9999')
  await dialog.getByLabel('Capacity of disk 1 (GB)').fill('900000')
  await expect(dialog.getByText(/one machine cannot have more/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Compose machine' }).click()
  await expect(dialog.getByLabel('Minimum Cores')).toHaveAttribute('aria-invalid', 'true')
  await expect(dialog.getByText(/900 TB asked for, .* free in default\./)).toBeVisible()
  await expect(dialog.getByLabel('Hostname')).toHaveValue('too-large')
  expect(sent).toEqual([])
})

test('over commit is the same everywhere', async ({ home }) => {
  await setRatios(home, '2', '2')
  const text = await home.getByText(/Over commit: \d+ × 2 = \d+/).innerText()
  const [, physical, limit] = (/(\d+) × 2 = (\d+)/.exec(text) ?? []).map(Number)
  expect(limit).toBe(2 * (physical ?? 0))
  const used = Number(
    /[\d.]+/.exec(
      await home
        .getByText(/^[\d.]+ used$/)
        .first()
        .innerText(),
    )?.[0],
  )
  const free = (limit ?? 0) - used

  const dialog = await openCompose(home)
  expect(await availableCores(dialog)).toBe(free)
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog).toBeHidden()

  await home.getByRole('link', { name: 'Pods', exact: true }).click()
  await expect(await cell(home, 'yard', 'Cores')).toContainText(`${free} free of ${limit}`)

  await home.getByRole('link', { name: 'Where would they fit?' }).click()
  const room = home.getByRole('dialog', { name: 'Where would they fit?' })
  await room.getByLabel('Cores of each').fill('1')
  await room.getByLabel('RAM of each (MiB)').fill('1024')
  await room.getByLabel('Disk of each (GB)').fill('0.001')
  const row = room.getByRole('row').filter({ hasText: 'yard' })
  const roomFor = Number(await row.getByRole('cell').nth(1).innerText())
  expect(roomFor).toBeLessThanOrEqual(free)
  if ((await row.innerText()).includes('CPU cores run out first')) expect(roomFor).toBe(free)
  await row.getByRole('link', { name: 'Compose on yard' }).click()
  await expect(home.getByLabel('Minimum Cores')).toHaveValue('1')
  await expect(home.getByLabel('Capacity of disk 1 (GB)')).toHaveValue('0.001')
})

test('ratio 0 forbids composing, and says so', async ({ home }) => {
  await setRatios(home, '0', '1')
  await home.getByRole('button', { name: 'Take action' }).first().click()
  const item = home.getByRole('menuitem', { name: 'Compose' })
  await expect(item).toHaveAttribute('aria-disabled', 'true')
  await expect(item).toContainText('CPU over commit is 0, which forbids composing.')
})

test('the lines of a shell say the same', async ({ home }) => {
  const dialog = await openCompose(home)
  await dialog.getByText('Command line').click()
  await dialog.getByLabel('Hostname').fill('by-shell')
  await dialog.getByLabel('Minimum Cores').fill('2')
  await dialog.getByRole('button', { name: 'Define (optional)' }).click()
  await dialog.getByLabel('What eth0 is attached to').selectOption('Macvtap, bridge')
  await dialog.getByLabel('Host device of eth0').fill('eno1')
  await dialog.getByRole('button', { name: 'Add disk' }).click()
  await dialog.getByRole('radio', { name: 'Boot from disk 2' }).check()
  await dialog.getByLabel('Capacity of disk 2 (GB)').fill('20')
  await expect(dialog.getByText(/^maas \$PROFILE pod compose \d+ /)).toHaveText(
    /cores=2 storage=root:20,data1:8 hostname=by-shell interfaces=eth0:macvtap=eno1,mode=bridge$/,
  )
})

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('no barriers, whatever is folded out', async ({ home }) => {
      const dialog = await openCompose(home)
      await dialog.getByText('Advanced').click()
      await dialog.getByRole('button', { name: 'Define (optional)' }).click()
      await dialog.getByLabel('Minimum Cores').fill('9999')
      await dialog.getByRole('button', { name: 'Compose machine' }).click()
      expect(await violations(home)).toEqual([])
      await dialog.getByRole('button', { name: /^Location of disk 1/ }).click()
      await expect(home.getByRole('menuitemradio').first()).toBeVisible()
      expect(await violations(home), 'with the locations').toEqual([])
    })
  })
}

test('the storage pool is chosen by keyboard', async ({ home, world }) => {
  test.skip(world.peer === 'real', 'its own host has one storage pool')
  const dialog = await openCompose(home)
  const location = dialog.getByRole('button', { name: /^Location of disk 1/ })
  await location.focus()
  await home.keyboard.press('Enter')
  await expect(home.getByRole('menuitemradio')).toBeVisible()
  await home.keyboard.press('Escape')
  await expect(location).toBeFocused()
  await expect(dialog).toBeVisible()
})

test('a step that fails is named, and nothing typed is lost', async ({ home, world }) => {
  test.skip(world.peer === 'real', 'real hosts do not fail on demand')
  const dialog = await openCompose(home)
  await dialog.getByLabel('Hostname').fill('fails-at-define')
  await dialog.getByRole('button', { name: 'Compose machine' }).click()
  const alert = dialog.getByRole('alert')
  await expect(alert).toContainText('Define the machine')
  await expect(alert).toBeInViewport()
  await expect(dialog.getByLabel('Hostname')).toHaveValue('fails-at-define')
})
