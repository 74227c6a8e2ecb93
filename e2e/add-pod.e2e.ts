import { expect, test } from './world/fixtures.ts'
import { addPod, fillPod, openAddPod } from './pages/pods.ts'
import type { Fault } from './world/world.ts'

test('an empty yard offers the one next step', async ({ home }) => {
  await expect(home.getByText('You have not added any pods yet.')).toBeVisible()
  await expect(home.getByRole('link', { name: 'Add pod' })).toBeVisible()
})

test('a host is added by key, once its fingerprint is trusted', async ({ home, world }) => {
  const dialog = await openAddPod(home)
  await fillPod(dialog, { ...world.hosts.byKey, name: 'first' })
  await dialog.getByRole('button', { name: 'Save pod' }).click()

  await expect(dialog.getByText(/SHA256:[\w+/]{43}/).first()).toBeVisible()
  await expect(dialog.getByText(/ssh-keygen -lf/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Trust and continue' }).click()

  await expect(home.getByRole('heading', { name: 'first' })).toBeVisible()
  await expect(home.getByText(world.hosts.byKey.address)).toBeVisible()
})

test('a second host is added by password, which never comes back', async ({ home, world }) => {
  const answers: Promise<string>[] = []
  home.on('response', (response) => {
    // A navigation may drop a body before it can be read; what was asked again after it is read then.
    if (response.headers()['content-type']?.includes('json')) {
      answers.push(response.text().catch(() => ''))
    }
  })
  await addPod(home, { ...world.hosts.byPassword, name: 'second' })
  await home.getByRole('tab', { name: 'Configuration' }).click()
  await expect(home.getByLabel('Virsh password (optional)')).toHaveValue('')

  const password = world.hosts.byPassword.password ?? ''
  expect(password).not.toBe('')
  const bodies = await Promise.all(answers)
  expect(bodies.filter((body) => body.includes('power_address')).length).toBeGreaterThan(0)
  expect(bodies.filter((body) => body.includes(password))).toEqual([])
  expect(await home.content()).not.toContain(password)
})

test('declining the fingerprint stores nothing', async ({ home, world }) => {
  const dialog = await openAddPod(home)
  await fillPod(dialog, world.hosts.byKey)
  await dialog.getByRole('button', { name: 'Save pod' }).click()
  await expect(dialog.getByRole('button', { name: 'Trust and continue' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(home.getByText('You have not added any pods yet.')).toBeVisible()
})

const verdicts: Record<Exclude<Fault, 'changed host key'>, { cause: RegExp; fix: RegExp }> = {
  'wrong password': { cause: /password/i, fix: /password/i },
  'unknown host': { cause: /name|look/i, fix: /name|DNS/i },
  'closed port': { cause: /nothing listens on port \d+/, fix: /sshd|ssh|port/i },
  'refused key': { cause: /key/i, fix: /authorized_keys/ },
  'user outside group libvirt': { cause: /permission|group|may not/i, fix: /usermod -aG libvirt/ },
  'stopped libvirtd': { cause: /libvirtd is stopped/, fix: /systemctl start libvirtd/ },
}

for (const [fault, verdict] of Object.entries(verdicts)) {
  test(`${fault}: its own cause and fix, nothing lost, nothing stored`, async ({ home, world }) => {
    const entry = await world.broken(fault as keyof typeof verdicts)
    const dialog = await openAddPod(home)
    await fillPod(dialog, { ...entry, name: 'kept' })
    await dialog.getByRole('button', { name: 'Save pod' }).click()

    // The key of a host that answers is trusted first; the name look-up and the closed port come before that.
    const trust = dialog.getByRole('button', { name: 'Trust and continue' })
    const alert = dialog.getByRole('alert')
    await expect(trust.or(alert)).toBeVisible()
    if (await trust.isVisible()) await trust.click()

    await expect(alert).toBeVisible({ timeout: 10_000 })
    await expect(alert).toContainText(verdict.cause)
    await expect(alert).toContainText(verdict.fix)
    await expect(dialog.getByLabel('Virsh address')).toHaveValue(entry.address)
    await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('kept')

    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await home
      .getByRole('button', { name: /Leave|Discard/ })
      .click({ timeout: 2_000 })
      .catch(() => undefined)
    await expect(home.getByText('You have not added any pods yet.')).toBeVisible()
  })
}
