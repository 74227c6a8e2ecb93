import type { Page } from '@playwright/test'
import { addPod } from './pages/pods.ts'
import { violations } from './pages/violations.ts'
import { expect, test } from './world/fixtures.ts'
import { doorEntry } from './world/real-world.ts'

const row = (page: Page, chart: string, line: string) =>
  page.getByRole('table', { name: new RegExp(`^${chart}, `) }).getByRole('row', { name: line })

const openMetrics = (page: Page) => page.getByRole('tab', { name: 'Metrics' }).click()

test('a pod and its machines have charts, over a range that the address keeps', async ({
  home,
  world,
}) => {
  await addPod(home, { ...world.hosts.byKey, name: 'measured' })
  await openMetrics(home)
  await home.getByRole('link', { name: '7 days' }).click()
  await expect(home).toHaveURL(/\/metrics\?range=7d$/)
  await home.reload()
  await expect(home.getByRole('link', { name: '7 days' })).toHaveAttribute('aria-current', 'true')
  await home.getByRole('link', { name: 'Machines', exact: true }).click()
  await home.getByRole('rowheader').getByRole('link').first().click()
  await openMetrics(home)
  await expect(home).toHaveURL(/\/machines\/\w+\/metrics$/)
})

test.describe('on a yard in use', () => {
  test.use({ seed: 'default' })
  test.beforeEach(({ world }) => {
    test.skip(world.peer !== 'mocks', 'the mocks have a past')
  })

  test('charts say in words what they show, and follow the arrow keys', async ({ home }) => {
    await home.getByRole('link', { name: 'bold-tetra' }).click()
    await openMetrics(home)
    for (const [chart, line, amount] of [
      ['CPU', 'Used', /\d %/],
      ['Memory', 'Used', /\d GiB/],
      ['Disks', 'Written', /B\/s/],
      ['Network', 'Received', /B\/s/],
    ] as const) {
      await expect(row(home, chart, line)).toContainText(amount)
    }
    const cpu = home.getByRole('slider', { name: 'CPU, last hour' })
    await cpu.focus()
    await home.keyboard.press('ArrowLeft')
    await expect(cpu).toHaveAttribute('aria-valuetext', /^\d\d:\d\d:\d\d, Used [\d.]+ %$/)
    // All charts point at the same time.
    const network = home.getByRole('slider', { name: 'Network, last hour' })
    await expect(network).toHaveAttribute(
      'aria-valuetext',
      /^\d\d:\d\d:\d\d, Received .+, Sent .+$/,
    )
    await home.keyboard.press('Escape')
    await expect(cpu).toHaveAttribute('aria-valuetext', /^last, /)
    expect(await violations(home)).toEqual([])
  })

  test('a host that is silent keeps its lines, and says since when', async ({ home }) => {
    await home.getByRole('link', { name: 'silent-heron' }).click()
    await openMetrics(home)
    await expect(home.getByText('The host does not answer. Measured 12 min ago')).toBeVisible()
  })

  test('the machines that take most lead to their charts', async ({ home }) => {
    await home.getByRole('link', { name: 'bold-tetra' }).click()
    await home.getByLabel('Order top consumers by').selectOption('Memory')
    const first = home.getByRole('listitem').filter({ hasText: /GiB$/ }).first()
    await first.getByRole('link').click()
    await expect(home).toHaveURL(/\/machines\/\w+\/metrics$/)
  })

  test('drift says what it means and what to do, until it is done', async ({ home }) => {
    await home.getByRole('link', { name: 'lab-amber' }).click()
    const drift = home.getByRole('region', { name: 'Drift' })
    await expect(drift).toContainText('The default storage pool ssd is not on the host any more.')
    await expect(drift).toContainText('New disks go to default until you choose.')
  })
})

test('a real host is measured within a minute', async ({ home, real: world }) => {
  test.setTimeout(150_000)
  await addPod(home, { ...world.hosts.byKey, name: 'measured' })
  await openMetrics(home)
  await expect(row(home, 'CPU', 'Used')).toContainText(/\d %/, { timeout: 90_000 })
  await expect(row(home, 'Memory', 'Used')).toContainText(/iB/)
})

test('a storage pool that somebody stops shows as drift, and no more once it runs', async ({
  home,
  real: world,
}) => {
  test.setTimeout(90_000)
  const host = await world.ownHost('password')
  await addPod(home, { ...doorEntry(host, 'password'), name: 'drifting' })
  await host.virsh('pool-destroy', 'default')
  const drift = home.getByText('The storage pool default is not active.')
  await expect(drift).toBeVisible({ timeout: 30_000 })
  await host.virsh('pool-start', 'default')
  await expect(drift).toBeHidden({ timeout: 30_000 })
})
