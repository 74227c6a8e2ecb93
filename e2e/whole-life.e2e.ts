/** One machine from nothing to nothing, by the built product, with virsh as the witness of every step. */
import type { Machine } from '../contract/machine.ts'
import type { Pod } from '../contract/pod.ts'
import { relayPort } from '../scripts/lab/console-machine.ts'
import { openCompose } from './pages/compose.ts'
import { coloursOn, expectOpen } from './pages/console.ts'
import { act, openMachine, takeAction } from './pages/machines.ts'
import { addPod, cell } from './pages/pods.ts'
import { expect, test } from './world/fixtures.ts'
import { doorEntry } from './world/real-world.ts'

/** What a change behind our back may take to show. Milliseconds. */
const liveMs = 1_000

test('composed, started, watched, consoled, stopped and deleted, as virsh sees it', async ({
  home,
  real,
}) => {
  test.setTimeout(180_000)
  const host = await real.ownHost('key')
  await real.letPodyardIn(host)
  await addPod(home, { ...doorEntry(host, 'key'), name: 'yard' })
  const podUrl = home.url()
  const main = home.getByRole('main')
  const lines = async (...order: string[]) =>
    (await host.virsh(...order)).split('\n').map((line) => line.trim())
  const state = async () => (await host.virsh('domstate', 'made-here')).trim()
  const read = async () => {
    const machines = await real.read<Machine[]>('machines/?hostname=made-here')
    return machines[0]
  }
  const volumesBefore = await lines('vol-list', 'default')

  await test.step('composed', async () => {
    const dialog = await openCompose(home)
    await dialog.getByLabel('Hostname').fill('made-here')
    await dialog.getByLabel('Minimum Cores').fill('2')
    await dialog.getByLabel('Minimum RAM (MiB)').fill('1024')
    await dialog.getByLabel('Capacity of disk 1 (GB)').fill('3')
    await dialog.getByRole('button', { name: 'Add disk' }).click()
    await dialog.getByLabel('Capacity of disk 2 (GB)').fill('1.5')
    await dialog.getByRole('button', { name: 'Compose machine' }).click()
    await expect(dialog).toBeHidden({ timeout: 30_000 })
    await expect(await cell(home, 'made-here', 'Status')).toContainText('Ready')

    const info = await host.virsh('dominfo', 'made-here')
    expect(info).toMatch(/CPU\(s\):\s+2\n/)
    expect(info).toMatch(/Max memory:\s+1048576 KiB/)
    expect(info).toMatch(/Autostart:\s+enable/)
    expect(await state()).toBe('shut off')
    const machine = await read()
    expect(info).toContain(machine?.podyard.domain_uuid)
    expect(machine).toMatchObject({ status_name: 'Ready', cpu_count: 2, memory: 1024 })
    const blocks = await host.virsh('domblklist', 'made-here')
    const disks = machine?.blockdevice_set ?? []
    // QEMU has whole sectors of 512 bytes only.
    expect(disks.map(({ size }) => size)).toEqual([3_000_000_512, 1_500_000_256])
    for (const { name, source } of disks) {
      expect(blocks).toMatch(new RegExp(`${name}\\s+${source}`))
      expect(await host.virsh('vol-info', '--bytes', String(source))).toMatch(
        new RegExp(`Capacity:\\s+${disks.find((disk) => disk.name === name)?.size}\\s`),
      )
    }
    const nics = await host.virsh('domiflist', 'made-here')
    for (const nic of machine?.interface_set ?? []) expect(nics).toContain(nic.mac_address)
    const [pod] = await real.read<Pod[]>('pods/')
    expect(pod?.used.cores).toBe(2)
  })

  await test.step('started', async () => {
    await openMachine(home, 'made-here')
    await act(home, 'Acquire')
    await act(home, 'Power on')
    await expect(main.getByText('Power on', { exact: true })).toBeVisible()
    expect(await state()).toBe('running')
    expect((await read())?.power_state).toBe('on')
  })

  await test.step('consoled', async () => {
    const [display = ''] = await lines('vncdisplay', 'made-here')
    expect(display).toMatch(/^127\.0\.0\.1:\d+$/)
    const relay = await relayPort(host, 'relay', 5900 + Number(display.split(':')[1]))
    try {
      await home.getByRole('tab', { name: 'Console' }).click()
      const console = home.getByRole('region', { name: 'Console of made-here' })
      await expectOpen(console)
      await expect.poll(() => coloursOn(console), { timeout: 20_000 }).toBeGreaterThan(1)
    } finally {
      relay.close()
    }
    await home.getByRole('tab', { name: 'Summary' }).click()
  })

  await test.step('watched: what virsh does shows at once', async () => {
    const told = (words: string) =>
      expect(main.getByText(words, { exact: true })).toBeVisible({ timeout: liveMs })
    await host.virsh('destroy', 'made-here')
    await told('Power off')
    await host.virsh('start', 'made-here')
    await told('Power on')
    await host.virsh('suspend', 'made-here')
    await told('Paused')
    await host.virsh('resume', 'made-here')
    await told('Running')
  })

  await test.step('stopped', async () => {
    const off = await takeAction(home, 'Power off')
    await off.getByLabel('How').selectOption('hard')
    await off.getByRole('button', { name: 'Power off machine' }).click()
    await expect(off).toBeHidden()
    await expect(main.getByText('Power off', { exact: true })).toBeVisible()
    expect(await state()).toBe('shut off')
    await act(home, 'Release')
    await expect(main.getByText('Ready', { exact: true })).toBeVisible()
  })

  await test.step('deleted', async () => {
    const remove = await takeAction(home, 'Delete')
    await remove.getByLabel('Type made-here to confirm').fill('made-here')
    await remove.getByRole('button', { name: 'Delete machine' }).click()
    await expect(home.getByRole('heading', { level: 1, name: 'Machines' })).toBeVisible()
    expect(await lines('list', '--all', '--name')).not.toContain('made-here')
    expect(await lines('vol-list', 'default')).toEqual(volumesBefore)
    expect(await real.read<Machine[]>('machines/?hostname=made-here')).toEqual([])
    await home.goto(podUrl)
    await expect(home.getByText('You have not composed any machines yet.')).toBeVisible()
    expect((await real.read<Pod[]>('pods/'))[0]?.used.cores).toBe(0)
  })
})
