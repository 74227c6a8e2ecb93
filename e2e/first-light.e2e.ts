import { expect, test } from './world/fixtures.ts'
import { addPod, cell } from './pages/pods.ts'

test.use({ seed: 'setup' })

test('from the setup link to two hosts, equal to what virsh says', async ({
  page,
  real: world,
}) => {
  await test.step('the setup link makes the first admin', async () => {
    await page.goto(await world.server.setupLink())
    await page.getByLabel('User name').fill(world.admin.username)
    await page.getByLabel('Password', { exact: true }).fill(world.admin.password)
    await page.getByLabel('Repeat password').fill(world.admin.password)
    await page.getByRole('button', { name: /Create/ }).click()
    await expect(page.getByText('You have not added any pods yet.')).toBeVisible()
  })

  const { alpha } = world.lab.hosts
  const running = await alpha.qemuPids()
  expect(running.length).toBeGreaterThan(0)

  await test.step('a host by key', async () => {
    await world.letPodyardIn(alpha)
    await addPod(page, { ...world.hosts.byKey, name: 'alpha' })
  })

  await test.step('the page says what virsh says', async () => {
    const node = fields(await alpha.virsh('nodeinfo'))
    await expect(page.getByRole('heading', { name: `CPU cores: ${node['CPU(s)']}` })).toBeVisible()
    const memoryGiB = Number.parseInt(node['Memory size'] ?? '', 10) / 1024 / 1024
    await expect(page.getByRole('heading', { name: /^RAM/ })).toContainText(memoryGiB.toFixed(1))

    const names = (await alpha.virsh('list', '--all', '--name')).split('\n').filter(Boolean)
    const active = new Set((await alpha.virsh('list', '--name')).split('\n'))
    for (const name of names) {
      const info = fields(await alpha.virsh('dominfo', name))
      await expect(await cell(page, name, 'Power')).toContainText(active.has(name) ? 'On' : 'Off')
      await expect(await cell(page, name, 'Cores')).toHaveText(info['CPU(s)'] ?? '')
      const memory = await (await cell(page, name, 'RAM')).innerText()
      expect(toMiB(memory)).toBe(Number.parseInt(info['Max memory'] ?? '', 10) / 1024)
    }
  })

  await test.step('and every figure of the API is libvirt’s own', async () => {
    type Pods = {
      name: string
      total: Record<string, number>
      used: Record<string, number>
      storage_pools: { name: string; total: number; used: number; available: number }[]
    }[]
    const [pod] = await world.read<Pods>('pods/')
    const node = fields(await alpha.virsh('nodeinfo'))
    expect(pod?.total['cores']).toBe(Number(node['CPU(s)']))
    expect(pod?.total['memory']).toBe(
      Math.floor(Number.parseInt(node['Memory size'] ?? '', 10) / 1024),
    )
    expect(pod?.storage_pools.map(({ name }) => name).sort()).toEqual(['default', 'fast'])
    for (const pool of pod?.storage_pools ?? []) {
      const info = fields(await alpha.virsh('pool-info', '--bytes', pool.name))
      expect(pool.total).toBe(Number(info['Capacity']))
      // The disk is the machine's own and lives: a few MB between two looks are no error.
      expect(Math.abs(pool.available - Number(info['Available']))).toBeLessThan(500e6)
    }
    const names = (await alpha.virsh('list', '--all', '--name')).split('\n').filter(Boolean)
    let cores = 0
    let memoryMiB = 0
    for (const name of names) {
      const stats = await alpha.virsh('domstats', '--vcpu', '--balloon', name)
      cores += Number(/vcpu\.maximum=(\d+)/.exec(stats)?.[1])
      memoryMiB += Number(/balloon\.maximum=(\d+)/.exec(stats)?.[1]) / 1024
    }
    expect(pod?.used['cores']).toBe(cores)
    expect(pod?.used['memory']).toBe(memoryMiB)
  })

  await test.step('another host by password', async () => {
    await page.getByRole('link', { name: 'Pods', exact: true }).click()
    await addPod(page, { ...world.hosts.byPassword, name: 'beta' })
    await page.getByRole('link', { name: 'Pods', exact: true }).click()
    await expect(page.getByRole('row')).toHaveCount(3)
  })

  await test.step('over commit survives a crash', async () => {
    await page.getByRole('link', { name: 'alpha', exact: true }).click()
    await page.getByRole('tab', { name: 'Configuration' }).click()
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('textbox', { name: 'CPU over commit' }).fill('0.3')
    await page.getByRole('textbox', { name: 'Memory over commit' }).fill('4.6')
    await page.getByRole('button', { name: 'Save changes' }).click()
    await expect(page.getByRole('button', { name: 'Edit' })).toBeVisible()

    await world.server.crashAndRestart()
    await page.reload()
    await expect(page.getByRole('textbox', { name: 'CPU over commit' })).toHaveValue('0.3')
    await expect(page.getByRole('textbox', { name: 'Memory over commit' })).toHaveValue('4.6')
  })

  await test.step('no running machine was touched', async () => {
    expect(await alpha.qemuPids()).toEqual(running)
  })
})

/** `1 GiB`, `64 MiB` */
function toMiB(shown: string): number {
  const [amount, unit] = shown.trim().split(/\s+/)
  return Number(amount) * (unit === 'GiB' ? 1024 : 1)
}

/** virsh's `Name:   value` lines. */
function fields(output: string): Record<string, string> {
  return Object.fromEntries(
    output.split('\n').flatMap((line) => {
      const match = /^(.+?):\s+(.*)$/.exec(line)
      return match ? [[match[1], match[2]?.trim()]] : []
    }),
  ) as Record<string, string>
}
