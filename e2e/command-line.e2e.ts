import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Locator, Page } from '@playwright/test'
import { commandLines, quote } from '../contract/command-line.ts'
import { type EndpointName, endpoints } from '../contract/endpoints.ts'
import type { Pod } from '../contract/pod.ts'
import type { Zone } from '../contract/zone.ts'
import { expect, test } from './world/fixtures.ts'
import type { RealWorld } from './world/real-world.ts'
import { runCommand } from './world/server.ts'
import { addPod, fillPod, openAddPod } from './pages/pods.ts'
import { violations } from './pages/violations.ts'

test.use({ permissions: ['clipboard-read', 'clipboard-write'] })

const maasLine = (scope: Page | Locator) => scope.locator('code', { hasText: /^maas \$PROFILE/ })
const curlLine = (scope: Page | Locator) => scope.locator('code', { hasText: /^IFS=/ })
const fold = (scope: Page | Locator) => scope.locator('summary', { hasText: 'Command line' })

/** What was typed is given up. */
const leave = /Leave|Discard/

async function copy(page: Page, what: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(''))
  await page.getByRole('button', { name: `Copy ${what}` }).click()
  const read = () => page.evaluate(() => navigator.clipboard.readText())
  await expect.poll(read).not.toBe('')
  return read()
}

test('the lines follow what is typed into Add pod, without its password', async ({ home }) => {
  const dialog = await openAddPod(home)
  await expect(maasLine(dialog)).toBeHidden()
  await fold(dialog).click()
  await expect(maasLine(dialog)).toHaveText(
    'maas $PROFILE pods create type=virsh power_address="$POWER_ADDRESS"',
  )

  const address = 'qemu+ssh://ubuntu@192.168.1.2/system'
  await fillPod(dialog, { name: "Ada's", address, password: 'never shown' })
  const line = `maas $PROFILE pods create type=virsh power_address=${address} power_pass="$POWER_PASS" name='Ada'\\''s'`
  await expect(maasLine(dialog)).toHaveText(line)
  await expect(curlLine(dialog)).toContainText(`--data-urlencode power_address=${address}`)
  await expect(dialog.getByText('read -rs POWER_PASS')).toBeVisible()

  expect(await copy(home, 'maas line')).toBe(line)
  expect(await copy(home, 'curl line')).toContain('/MAAS/api/2.0/pods/')
  await expect(dialog).not.toContainText('never shown')
  expect(await violations(home)).toEqual([])
})

test('they stay open, or folded, across pages and reloads; on a phone nothing scrolls sideways', async ({
  home,
}) => {
  await home.setViewportSize({ width: 390, height: 844 })
  await fold(await openAddPod(home)).click()
  await home.reload()
  const dialog = home.getByRole('dialog', { name: 'Add pod' })
  await expect(maasLine(dialog)).toBeVisible()
  await dialog.getByLabel('Virsh address').fill(`qemu+ssh://${'long'.repeat(40)}@host/system`)
  const tooWide = (scope: Locator) =>
    scope.evaluate((element) => element.scrollWidth - element.clientWidth)
  expect(await tooWide(dialog)).toBe(0)
  expect(await tooWide(home.locator('html'))).toBe(0)

  await fold(dialog).focus()
  await home.keyboard.press('Enter')
  await expect(maasLine(dialog)).toBeHidden()
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await home.getByRole('button', { name: leave }).click()
  await expect(maasLine(await openAddPod(home))).toBeHidden()
})

test('Configuration says what was changed, and that alone', async ({ home, world }) => {
  await addPod(home, { ...world.hosts.byKey, name: 'lines' })
  const id = /\d+$/.exec(new URL(home.url()).pathname)?.[0]
  await home.getByRole('tab', { name: 'Configuration' }).click()
  await expect(fold(home)).toBeHidden()
  await home.getByRole('button', { name: 'Edit' }).click()
  await fold(home).click()
  await expect(home.getByText('Nothing is changed yet.')).toBeVisible()

  await home.getByRole('textbox', { name: 'CPU over commit' }).fill('0.3')
  await expect(maasLine(home)).toHaveText(
    `maas $PROFILE pod update ${id} cpu_over_commit_ratio=0.3`,
  )
  await home.getByRole('textbox', { name: 'Memory over commit' }).fill('4.6')
  await home.getByLabel('Tags').fill('fast, two words')
  expect(await copy(home, 'maas line')).toBe(
    `maas $PROFILE pod update ${id} tags='fast, two words' cpu_over_commit_ratio=0.3 memory_over_commit_ratio=4.6`,
  )
  await expect(curlLine(home)).toContainText('curl -X PUT')
})

/** Runs lines in bash, with a profile and a key as the pages tell one to have them. */
async function openShell(real: RealWorld) {
  const maas = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
  const key = await runCommand(real.dataDir, ['apikey', '--username', real.admin.username])
  const run = async (line: string) => {
    const script = `maas() { node ${quote(maas)} "$@"; }\n${line}`
    const { stdout } = await promisify(execFile)('bash', ['-c', script], {
      env: {
        ...process.env,
        PODYARD_PROFILES: join(real.dataDir, 'profiles.json'),
        PROFILE: 'yard',
        KEY: key.trim(),
        POWER_PASS: real.hosts.byPassword.password,
      },
    })
    return stdout
  }
  await run(`maas login "$PROFILE" ${real.url} - <<< "$KEY"`)
  return run
}

test('the copied lines do what the forms would have done', async ({ home, real }) => {
  const run = await openShell(real)
  const name = 'a "pod" of $HOME’s'
  const dialog = await openAddPod(home)
  await fillPod(dialog, { ...real.hosts.byPassword, name })
  await fold(dialog).click()
  const { id } = JSON.parse(await run(await copy(home, 'curl line'))) as Pod
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await home.getByRole('button', { name: leave }).click()
  await home.getByRole('link', { name }).click()

  await home.getByRole('tab', { name: 'Configuration' }).click()
  await home.getByRole('button', { name: 'Edit' }).click()
  await home.getByLabel('Tags').fill("fast, two 'words'")
  await home.getByRole('textbox', { name: 'CPU over commit' }).fill('0.3')
  await run(await copy(home, 'maas line'))
  expect(await real.read(`pods/${id}/`)).toMatchObject({
    name,
    tags: expect.arrayContaining(['fast', "two 'words'"]),
    cpu_over_commit_ratio: 0.3,
  })
  await home.getByRole('textbox', { name: 'CPU over commit' }).fill('0.7')
  await run(await copy(home, 'curl line'))
  expect(await real.read(`pods/${id}/`)).toMatchObject({ cpu_over_commit_ratio: 0.7 })
})

test('what a shell could misread arrives as it was typed, by either line', async ({ real }) => {
  const run = await openShell(real)
  const description = '$HOME `id` "a" \'b\' \\ !! ~ * #x & ; | %41 @file ünï 😀\nsecond line'
  const options = { origin: new URL(real.url).origin }
  for (const by of ['maas', 'curl'] as const) {
    const name = `by ${by}`
    const made = commandLines('zoneCreate', { name, description }, options)
    expect(JSON.parse(await run(made[by] ?? ''))).toMatchObject({ name, description })

    const renamed = `${by} and on`
    const changed = commandLines('zoneUpdate', { name, new_name: renamed }, options)
    expect(JSON.parse(await run(changed[by] ?? ''))).toMatchObject({ name: renamed, description })
    await run(commandLines('zoneDelete', { name: renamed }, options)[by] ?? '')
  }
  expect(await real.read<Zone[]>('zones/')).toHaveLength(1)
})

test('the maas command knows every line that the documentation shows', async ({ real }) => {
  test.setTimeout(90_000)
  const run = await openShell(real)
  const options = { origin: new URL(real.url).origin }
  const words = Object.keys(endpoints).flatMap((name) => {
    const { maas } = commandLines(name as EndpointName, {}, options)
    return maas === undefined ? [] : [maas.split(' ').slice(2, 4)]
  })
  expect(words.length).toBeGreaterThan(30)
  for (const [handler = '', members] of Map.groupBy(words, ([word]) => word)) {
    const help = (await run(`maas $PROFILE ${handler} --help`)).split(/\s+/)
    expect(help).toEqual(expect.arrayContaining(members.map(([, action]) => action)))
  }
})
