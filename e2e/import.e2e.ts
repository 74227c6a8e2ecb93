import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './world/fixtures.ts'

const rowOf = (home: Page, name: string) =>
  home.getByRole('table', { name: 'Import' }).getByRole('row', { name: new RegExp(`^${name} `) })

async function open(home: Page) {
  await home.getByRole('link', { name: 'Settings', exact: true }).click()
  await home.getByRole('tab', { name: 'Import from MAAS' }).click()
}

/** What an export wrote elsewhere: a zone, and pods of which none can be reached. */
const bundle = {
  podyard_bundle: 1,
  zones: [
    { name: 'default', description: '' },
    { name: 'basement', description: '' },
  ],
  resource_pools: [],
  tags: [],
  pods: ['virsh', 'lxd'].map((type) => ({
    name: `${type}-host`,
    type,
    power_address: 'qemu+ssh://ubuntu@no-such-host.invalid/system',
    power_pass: '',
    zone: 'basement',
    pool: 'default',
    tags: [],
    cpu_over_commit_ratio: 1,
    memory_over_commit_ratio: 1,
    default_storage_pool: null,
  })),
  machines: [],
}
const file = (content: string) => ({
  name: 'bundle.json',
  mimeType: 'application/json',
  buffer: Buffer.from(content),
})

test('a file is looked at first, then imported; the second time nothing is left to do', async ({
  home,
  world,
}) => {
  await open(home)
  await home.getByLabel('Import from', { exact: true }).selectOption('A file that an export wrote')
  const look = home.getByRole('button', { name: 'Show what would happen' })
  await look.click()
  await expect(home.getByText('Choose a file.')).toBeVisible()
  await home.getByLabel('File', { exact: true }).setInputFiles(file('nonsense'))
  await look.click()
  await expect(home.getByText('This is no JSON document.')).toBeVisible()

  const content = JSON.stringify(bundle).replaceAll(
    'no-such-host.invalid',
    world.peer === 'mocks' ? 'no-such-host.example' : 'no-such-host.invalid',
  )
  await home.getByLabel('File', { exact: true }).setInputFiles(file(content))
  await look.click()
  await expect(home.getByRole('heading', { name: 'What would happen' })).toBeFocused()
  await expect(rowOf(home, 'basement')).toContainText('Will be made')
  await expect(rowOf(home, 'lxd-host')).toContainText('LXD host')
  await expect(home.getByText('2 to be made')).toBeVisible()
  expect((await new AxeBuilder({ page: home }).analyze()).violations).toEqual([])

  await home.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(home.getByRole('heading', { name: 'What was done' })).toBeFocused()
  await expect(rowOf(home, 'basement')).toContainText('Made')
  await expect(rowOf(home, 'virsh-host')).toContainText('Failed')
  await expect(rowOf(home, 'virsh-host')).toContainText('knows the name no-such-host')

  await look.click()
  await expect(rowOf(home, 'basement')).toContainText('Exists')
})

test('a MAAS that cannot be read is said at the field, and nothing typed is lost', async ({
  home,
}) => {
  await open(home)
  const look = home.getByRole('button', { name: 'Show what would happen' })
  await look.click()
  await expect(home.getByText('This field is required.')).toHaveCount(2)
  await home.getByLabel('Address').fill('http://maas.example/MAAS/')
  await home.getByLabel('API key').fill('short')
  await look.click()
  await expect(home.getByText('An API key has three parts')).toBeVisible()
  await expect(home.getByLabel('Address')).toHaveValue('http://maas.example/MAAS/')
})
