import { expect, test } from './world/fixtures.ts'
import { addPod, fillPod, openAddPod } from './pages/pods.ts'
import { doorEntry } from './world/real-world.ts'

test('a machine started or stopped by virsh shows within a second, without a reload', async ({
  home,
  real: world,
}) => {
  const { beta } = world.lab.hosts
  await addPod(home, { ...world.hosts.byPassword, name: 'beta' })
  const machine = home.getByRole('row').filter({ hasText: 'ci-runner-02' })
  await expect(machine).toContainText('Off')

  await beta.virsh('start', 'ci-runner-02')
  await expect(machine).toContainText('On', { timeout: 1_000 })
  await beta.virsh('destroy', 'ci-runner-02')
  await expect(machine).toContainText('Off', { timeout: 1_000 })
})

test('a host whose link drops says so with a cause, and comes back by itself', async ({
  home,
  real: world,
}) => {
  const host = await world.ownHost('password')
  await addPod(home, { ...doorEntry(host, 'password'), name: 'own' })
  await expect(home.getByText('Connected').first()).toBeVisible()
  await host.closeDoor('password')
  await expect(home.getByText(/Unreachable/i).first()).toBeVisible()
  await expect(home.getByText(/nothing listens on port/).first()).toBeVisible()
  await host.reopenDoor('password')
  await expect(home.getByText('Connected').first()).toBeVisible({ timeout: 20_000 })
})

test('a changed host key is refused with both fingerprints, until it is accepted', async ({
  home,
  real: world,
}) => {
  const host = await world.ownHost('password')
  const entry = doorEntry(host, 'password')
  await addPod(home, { ...entry, name: 'own' })
  const before = host.doors['password']?.hostKeyFingerprint ?? ''
  const after = await host.swapHostKey('password')

  const problem = home.getByRole('alert')
  await expect(problem).toContainText(before, { timeout: 20_000 })
  await expect(problem).toContainText(after)
  await expect(problem).toContainText('ssh-keygen -lf')
})

test('the same address again, with a stranger’s key, is refused too', async ({
  home,
  real: world,
}) => {
  await addPod(home, { ...world.hosts.byKey, name: 'alpha' })
  await home.getByRole('link', { name: 'Pods', exact: true }).click()
  const dialog = await openAddPod(home)
  await fillPod(dialog, { ...world.hosts.byKey, name: 'again' })
  await dialog.getByRole('button', { name: 'Save pod' }).click()
  await expect(dialog.getByRole('alert')).toContainText('already exist')
})

test('three hosts fit in 150 MB', async ({ home, real: world }) => {
  const third = await world.ownHost('password')
  await addPod(home, { ...world.hosts.byKey, name: 'one' })
  for (const [name, entry] of [
    ['two', world.hosts.byPassword],
    ['three', doorEntry(third, 'password')],
  ] as const) {
    await home.getByRole('link', { name: 'Pods', exact: true }).click()
    await addPod(home, { ...entry, name })
  }
  const residentMB = await world.server.residentMB()
  console.log(`resident memory with 3 hosts: ${residentMB.toFixed(0)} MB`)
  expect(residentMB).toBeLessThan(150)
})
